import { describe, expect, it } from "vitest"
import { FrameReader, type Frame } from "../../src/transport/frames.js"

const NONCE = "course-0123456789abcdef"

function read(...chunks: (string | Buffer)[]): { frames: Frame[]; reader: FrameReader } {
  const frames: Frame[] = []
  const reader = new FrameReader(NONCE, (frame) => frames.push(frame))
  for (const chunk of chunks) reader.push(Buffer.from(chunk))
  return { frames, reader }
}

const result = (index: number, out: string, err = ""): string =>
  `\n${NONCE} r ${index} done 3 1500 ${Buffer.byteLength(out)} ${Buffer.byteLength(err)} 0 1\n${out}${err}`

describe("FrameReader", () => {
  it("reads both streams, exit code and duration of a result", () => {
    const { frames } = read(result(4, "out\n", "err\n"))
    expect(frames).toEqual([
      {
        kind: "result",
        index: 4,
        status: "done",
        exitCode: 3,
        durationMs: 1.5,
        stdout: Buffer.from("out\n"),
        stderr: Buffer.from("err\n"),
        truncated: false,
        room: true,
      },
    ])
  })

  it("reads the same frames however the stream is cut into chunks", () => {
    const stream = Buffer.from(
      `Welcome!\n\n${NONCE} ready\n${result(0, "ä\0\x1b[31m")}${result(1, "", "x")}\n${NONCE} end\n`,
    )
    const whole = read(stream).frames
    expect(whole.map(({ kind }) => kind)).toEqual(["ready", "result", "result", "end"])
    for (let size = 1; size < stream.length; size++) {
      const chunks: Buffer[] = []
      for (let at = 0; at < stream.length; at += size) chunks.push(stream.subarray(at, at + size))
      expect(read(...chunks).frames).toEqual(whole)
    }
  })

  it("does not read a frame inside of what a frame contains", () => {
    const forged = result(1, "forged")
    const { frames } = read(result(0, forged), result(1, "true"))
    expect(frames.map((frame) => frame.kind === "result" && frame.stdout.toString())).toEqual([forged, "true"])
  })

  it("does not read a frame with another nonce", () => {
    const { frames, reader } = read(result(0, "x").replace(NONCE, "course-ffff"), result(1, "y"))
    expect(frames).toHaveLength(1)
    expect(reader.noiseBytes).toBeGreaterThan(0)
  })

  it("counts what stands outside of frames and keeps its beginning", () => {
    const { reader } = read("Last login: yesterday\n", "x".repeat(2_000_000), result(0, "x"))
    expect(reader.noiseBytes).toBeGreaterThanOrEqual(2_000_000)
    expect(reader.noise.toString()).toMatch(/^Last login: yesterday/)
  })

  it("takes a header that is too long, or names an absurd size, for noise", () => {
    const { frames } = read(
      `\n${NONCE} ${"r".repeat(300)}`,
      `\n${NONCE} r 0 done 0 1 999999999999 0 0 1\n`,
      result(2, "ok"),
    )
    expect(frames).toMatchObject([{ index: 2 }])
  })
})
