import { StringDecoder } from "node:string_decoder"
import type { Observation } from "../engine/observation.js"
import { CourseError } from "../errors/course-error.js"
import { connectionCut, hostFull } from "./driver.js"
import { patience } from "./patience.js"
import type { ExecOptions, RemoteProcess } from "./ports.js"
import { runNames } from "./random.js"
import { execScript } from "./script/exec-script.js"
import type { RunNames } from "./script/prelude.js"
import { interrupted, unobservedBecause } from "./unobserved.js"

const MAX_BYTES = 1024 * 1024
const STOP_MS = 6_000
const NOISE_BYTES = 1024 * 1024

/** Runs one command on a host and streams what it prints. What cannot be run is told as unobserved. */
export async function runCommand(
  script: string,
  { timeoutMs, signal, input = "", onStdout, onStderr, maxBytes = MAX_BYTES }: ExecOptions,
  { label, open }: { label: string; open: (names: RunNames, script: string) => Promise<RemoteProcess> },
): Promise<Observation> {
  if (signal?.aborted) return unobservedBecause(interrupted())
  const names = runNames()
  const text = execScript(names, script, Buffer.byteLength(input))
  let process: RemoteProcess
  try {
    process = await open(names, text)
  } catch (error) {
    if (error instanceof CourseError) return unobservedBecause(error)
    throw error
  }
  const began = performance.now()
  const stdout = new Collected(names.nonce, maxBytes, onStdout)
  const stderr = new Collected(names.nonce, maxBytes, onStderr)
  let ended: "timeout" | "aborted" | undefined
  let killer: NodeJS.Timeout | undefined
  const stop = (why: typeof ended): void => {
    ended ??= why
    process.stdin.end()
    killer ??= setTimeout(() => process.kill(), STOP_MS)
  }
  const onAbort = (): void => stop("aborted")
  signal?.addEventListener("abort", onAbort, { once: true })
  const stopWaiting = patience(timeoutMs, () => stop("timeout"))
  process.stdout.on("data", (chunk: Buffer) => {
    stdout.push(chunk)
    if (stdout.noiseBytes > NOISE_BYTES) process.kill()
  })
  process.stderr.on("data", (chunk: Buffer) => stderr.push(chunk))
  process.stdout.resume()
  process.stderr.resume()
  process.stdin.on("error", () => undefined)
  process.stdin.write(text)
  process.stdin.write(input)
  const { exitCode } = await process.closed
  stopWaiting()
  clearTimeout(killer)
  signal?.removeEventListener("abort", onAbort)
  const output = {
    stdout: stdout.end(),
    stderr: stderr.end(),
    truncated: stdout.truncated || stderr.truncated,
    durationMs: performance.now() - began,
  }
  if (ended === "timeout") return { status: "timeout", ...output }
  if (ended === "aborted") return unobservedBecause(interrupted())
  if (stdout.full) return unobservedBecause(hostFull(label))
  if (exitCode === undefined) return unobservedBecause(connectionCut(label))
  if (!stdout.begun)
    return unobservedBecause(
      new CourseError(
        "COURSE_HOST_SHELL",
        `The login shell of ${label} ended with ${exitCode} instead of running the command.`,
        {
          hint: "Run `course doctor` to see what its login shell does.",
        },
      ),
    )
  return { status: "done", exitCode, ...output }
}

/** One output stream: what comes before our own first line is dropped, what follows is handed on and kept up to a limit. */
class Collected {
  readonly #begin: Buffer
  readonly #full: Buffer
  readonly #maxBytes: number
  readonly #onText: ((text: string) => void) | undefined
  readonly #decoder = new StringDecoder("utf8")
  #head = Buffer.alloc(0)
  #kept: Buffer[] = []
  #keptBytes = 0
  noiseBytes = 0
  begun = false
  full = false
  truncated = false

  constructor(nonce: string, maxBytes: number, onText: ((text: string) => void) | undefined) {
    this.#begin = Buffer.from(`\n${nonce} begin\n`)
    this.#full = Buffer.from(`\n${nonce} full\n`)
    this.#maxBytes = maxBytes
    this.#onText = onText
  }

  push(chunk: Buffer): void {
    if (this.begun) return this.#keep(chunk)
    const head = Buffer.concat([this.#head, chunk])
    const at = head.indexOf(this.#begin)
    if (at < 0) {
      this.full ||= head.includes(this.#full)
      this.noiseBytes += chunk.length
      this.#head = head.subarray(Math.max(0, head.length - this.#begin.length))
      return
    }
    this.begun = true
    this.#keep(head.subarray(at + this.#begin.length))
  }

  end(): string {
    const rest = this.#decoder.end()
    if (rest !== "") this.#onText?.(rest)
    return Buffer.concat(this.#kept).toString("utf8")
  }

  #keep(chunk: Buffer): void {
    if (chunk.length === 0) return
    const text = this.#decoder.write(chunk)
    if (text !== "") this.#onText?.(text)
    const room = this.#maxBytes - this.#keptBytes
    if (chunk.length > room) this.truncated = true
    if (room <= 0) return
    this.#kept.push(Buffer.from(chunk.subarray(0, room)))
    this.#keptBytes += Math.min(chunk.length, room)
  }
}
