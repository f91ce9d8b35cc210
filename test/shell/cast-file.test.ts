import { appendFile, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { openCast } from "../../src/shell/recording/cast-reader.js"
import type { CastEvent } from "../../src/shell/recording/cast.js"
import { CastWriter } from "../../src/shell/recording/cast-writer.js"
import { describeCast } from "../../src/shell/recording/describe-cast.js"

const HEADER = { version: 2, width: 80, height: 24, timestamp: 1_700_000_000, env: { TERM: "xterm" } } as const
let folder: string
let file: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "course-cast-"))
  file = path.join(folder, "a.cast")
})
afterEach(() => rm(folder, { recursive: true }))

async function read(): Promise<CastEvent[]> {
  const cast = await openCast(file)
  try {
    const events: CastEvent[] = []
    for await (const event of cast.events()) events.push(event)
    return events
  } finally {
    await cast.close()
  }
}

describe("CastWriter", () => {
  it("writes each event at once, for its owner alone", async () => {
    let now = 1000
    const writer = new CastWriter(file, { header: HEADER, replace: false, now: () => now })
    now = 1250.4
    writer.event("o", "ü\x1b[0m\r\n")
    // Not closed yet: this is what is left when the program is killed.
    expect(await readFile(file, "utf8")).toBe(
      `${JSON.stringify(HEADER)}\n${String.raw`[0.2504,"o","ü\u001b[0m\r\n"]`}\n`,
    )
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    writer.event("r", "100x30")
    writer.event("o", "")
    writer.close()
    expect(await read()).toEqual([
      [0.2504, "o", "ü\x1b[0m\r\n"],
      [0.2504, "r", "100x30"],
    ])
  })

  it("never replaces a file unless it is told to, and then its rights as well", async () => {
    await writeFile(file, "precious", { mode: 0o644 })
    expect(() => new CastWriter(file, { header: HEADER, replace: false })).toThrow(/it is there already/)
    expect(await readFile(file, "utf8")).toBe("precious")
    new CastWriter(file, { header: HEADER, replace: true }).close()
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(await read()).toEqual([])
  })

  it.skipIf(process.platform !== "linux")(
    "outlives a full disk and says so, and leaves devices as they are",
    async () => {
      const { mode } = await stat("/dev/null")
      const writer = new CastWriter("/dev/null", { header: HEADER, replace: true })
      writer.close()
      // What is no file of one's own keeps its mode: root could take it away from everybody.
      expect((await stat("/dev/null")).mode).toBe(mode)
      expect(writer.failure).toBeUndefined()
      expect(() => new CastWriter("/dev/full", { header: HEADER, replace: true })).toThrow(/the disk is full/)
    },
  )
})

describe("openCast", () => {
  it.each([
    ["", /is empty/],
    ["hello\n", /a\.cast:1: .*header/],
    ['{"version":1,"width":80,"height":24,"stdout":[]}\n', /a\.cast:1: .*version/],
    ['{"version":2,"width":0,"height":24}\n', /a\.cast:1: .*width/],
    ['{"version":2,"width":80}\n', /a\.cast:1: .*height/],
  ])("says of %j that it is no recording, and where", async (text, said) => {
    await writeFile(file, text)
    await expect(openCast(file)).rejects.toThrow(said)
    await expect(openCast(file)).rejects.toMatchObject({ code: "COURSE_FILE_UNREADABLE" })
  })

  it.each(['["1","o","x"]', '[-1,"o","x"]', '[1,"o"]', '[1,"o",5]', "{}", "nonsense", "null"])(
    "names the line of %s, which is no event",
    async (line) => {
      await writeFile(file, `${JSON.stringify(HEADER)}\n[0.1,"o","a"]\n\n${line}\n[0.2,"o","b"]\n`)
      await expect(read()).rejects.toThrow(/a\.cast:4: this line is not an event/)
    },
  )

  it("passes over a last line that was cut while it was written", async () => {
    await writeFile(file, `${JSON.stringify(HEADER)}\n[0.1,"o","a"]\n`)
    await appendFile(file, '[0.2,"o","unfin')
    expect(await read()).toEqual([[0.1, "o", "a"]])
  })

  it("reads lines that are longer than what is read at once", async () => {
    const long = "ü".repeat(100_000)
    await writeFile(file, `${JSON.stringify(HEADER)}\n${JSON.stringify([1, "o", long])}\n[2,"o","b"]\n`)
    expect(await read()).toEqual([
      [1, "o", long],
      [2, "o", "b"],
    ])
  })

  it("gives up on a line without end", async () => {
    await writeFile(file, `${JSON.stringify(HEADER)}\n${"x".repeat(17 * 1024 * 1024)}`)
    await expect(read()).rejects.toThrow(/a\.cast:2: the line is longer/)
  })

  it("names a file that is not there", async () => {
    await expect(openCast(file)).rejects.toMatchObject({ code: "COURSE_FILE_UNREADABLE" })
  })
})

describe("describeCast", () => {
  it("tells what a recording holds", async () => {
    const lines = [
      [0.1, "o", "$ "],
      [0.5, "i", "id\r"],
      [0.6, "o", "me"],
      [2.5, "r", "100x30"],
      [2.5, "m", "here"],
    ]
    await writeFile(file, [HEADER, ...lines].map((line) => `${JSON.stringify(line)}\n`).join(""))
    const cast = await openCast(file)
    expect(await describeCast(cast, "a.cast")).toEqual({
      file: "a.cast",
      width: 80,
      height: 24,
      startedAt: "2023-11-14T22:13:20.000Z",
      seconds: 2.5,
      events: { shown: 2, typed: 1, resized: 1, others: 1 },
      typed: ["id\r"],
    })
    await cast.close()
  })
})
