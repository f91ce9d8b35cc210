/** What a driver script tells, in the order in which it tells it. See `script/`. */
export type Frame =
  | { readonly kind: "ready" | "full" | "old" | "end" }
  | {
      readonly kind: "result"
      readonly index: number
      readonly status: "done" | "timeout"
      readonly exitCode: number
      readonly durationMs: number
      readonly stdout: Buffer
      readonly stderr: Buffer
      readonly truncated: boolean
      /** Had the host room left for output when the job ended? */
      readonly room: boolean
    }

/** Longest possible header line. A longer one is noise that begins like a frame. */
const HEADER_BYTES = 200
/** No frame is larger; one that says so is not ours. */
const FRAME_BYTES = 64 * 1024 * 1024
const HEADER =
  /^(?:(ready|full|old|end)|r (\d{1,6}) (done|timeout) (\d{1,3}) (\d{1,16}) (\d{1,12}) (\d{1,12}) ([01]) ([01]))$/

/**
 * Finds frames in what a host sends. Only a line that begins with the nonce of this run begins a frame, and what a frame contains is
 * skipped by its length, so that neither banners nor forged frames nor control bytes in output can confuse.
 */
export class FrameReader {
  readonly #marker: Buffer
  readonly #onFrame: (frame: Frame) => void
  #pending: Buffer[] = []
  #pendingBytes = 0
  #wanted = 0
  /** Bytes seen outside of frames, and the first of them. */
  noiseBytes = 0
  noise: Buffer = Buffer.alloc(0)

  constructor(nonce: string, onFrame: (frame: Frame) => void) {
    this.#marker = Buffer.from(`\n${nonce} `)
    this.#onFrame = onFrame
  }

  /** Takes the next bytes of the stream. */
  push(chunk: Buffer): void {
    this.#pending.push(chunk)
    this.#pendingBytes += chunk.length
    if (this.#pendingBytes < this.#wanted) return
    let rest = this.#pending.length === 1 ? chunk : Buffer.concat(this.#pending)
    this.#wanted = 0
    for (;;) {
      const next = this.#step(rest)
      if (next === undefined) break
      rest = next
    }
    this.#pending = rest.length === 0 ? [] : [rest]
    this.#pendingBytes = rest.length
  }

  /** Reads one frame, or noise, from the front. Returns what follows, or undefined when more bytes are needed. */
  #step(data: Buffer): Buffer | undefined {
    const begin = data.indexOf(this.#marker)
    if (begin < 0) {
      const keep = overlap(data, this.#marker)
      if (keep === data.length) return undefined
      this.#dropNoise(data.subarray(0, data.length - keep))
      return data.subarray(data.length - keep)
    }
    if (begin > 0) {
      this.#dropNoise(data.subarray(0, begin))
      return data.subarray(begin)
    }
    const headerEnd = data.indexOf(0x0a, this.#marker.length)
    if (headerEnd < 0 && data.length < HEADER_BYTES) return undefined
    const header = HEADER.exec(data.subarray(this.#marker.length, Math.max(headerEnd, 0)).toString("latin1"))
    if (!header) {
      this.#dropNoise(data.subarray(0, 1))
      return data.subarray(1)
    }
    const [, word, index, status, code, micros, stdoutBytes, stderrBytes, truncated, room] = header
    if (word !== undefined) {
      this.#onFrame({ kind: word as "ready" | "full" | "old" | "end" })
      return data.subarray(headerEnd + 1)
    }
    const stdoutEnd = headerEnd + 1 + Number(stdoutBytes)
    const end = stdoutEnd + Number(stderrBytes)
    if (end > FRAME_BYTES) {
      this.#dropNoise(data.subarray(0, 1))
      return data.subarray(1)
    }
    if (data.length < end) {
      this.#wanted = end
      return undefined
    }
    this.#onFrame({
      kind: "result",
      index: Number(index),
      status: status as "done" | "timeout",
      exitCode: Number(code),
      durationMs: Number(micros) / 1000,
      stdout: Buffer.from(data.subarray(headerEnd + 1, stdoutEnd)),
      stderr: Buffer.from(data.subarray(stdoutEnd, end)),
      truncated: truncated === "1",
      room: room === "1",
    })
    return data.subarray(end)
  }

  #dropNoise(bytes: Buffer): void {
    if (this.noise.length < 400) this.noise = Buffer.concat([this.noise, bytes.subarray(0, 400 - this.noise.length)])
    this.noiseBytes += bytes.length
  }
}

/** How many bytes at the end of `data` could be the beginning of `marker`. */
function overlap(data: Buffer, marker: Buffer): number {
  for (let size = Math.min(data.length, marker.length - 1); size > 0; size--) {
    if (data.subarray(data.length - size).equals(marker.subarray(0, size))) return size
  }
  return 0
}
