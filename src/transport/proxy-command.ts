import { spawn } from "node:child_process"
import { Duplex } from "node:stream"
import { printable } from "./printable.js"

const STDERR_BYTES = 4096
const END_MS = 200

/** A connection whose two directions are the streams of a command. Ends the command when it is destroyed. */
export class ProxyStream extends Duplex {
  readonly #child
  #stderr = ""
  /** Set once the command has ended. */
  exitCode: number | undefined
  received = 0

  constructor(command: string) {
    super()
    this.#child = spawn("/bin/sh", ["-c", command], { stdio: "pipe", detached: true })
    const { stdin, stdout, stderr } = this.#child
    stdout.on("data", (chunk: Buffer) => {
      this.received += chunk.length
      if (!this.push(chunk)) stdout.pause()
    })
    // The end of the command follows at once, and brings what it said about it.
    stdout.on("end", () => setTimeout(() => this.push(null), END_MS).unref())
    stderr.on("data", (chunk: Buffer) => {
      if (this.#stderr.length < STDERR_BYTES) this.#stderr += chunk.toString("utf8")
    })
    // Whoever speaks over a socket takes it for granted that it closes once the other side has.
    this.once("end", () => this.destroy())
    // A command that is gone no longer reads; its end is what tells.
    stdin.on("error", () => undefined)
    this.#child.once("error", (error) => this.destroy(error))
    this.#child.once("close", (code, signal) => {
      this.exitCode = code ?? (signal ? 255 : undefined)
      if (this.exitCode !== 0 && this.received === 0) this.destroy(new Error(this.complaint()))
      else this.push(null)
    })
  }

  /** What the command said on its error output, or how it ended. */
  complaint(): string {
    const said = printable(this.#stderr)
    if (said !== "") return said
    return this.exitCode === undefined ? "it says nothing" : `it ended with exit status ${this.exitCode}`
  }

  override _read(): void {
    this.#child.stdout.resume()
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: (error?: Error | null) => void): void {
    this.#child.stdin.write(chunk, () => callback())
  }

  override _final(callback: (error?: Error | null) => void): void {
    this.#child.stdin.end(() => callback())
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    if (this.#child.pid !== undefined) {
      try {
        // The whole group: what the command started may outlive it.
        process.kill(-this.#child.pid, "SIGTERM")
      } catch {
        // All of it had ended by itself.
      }
    }
    callback(error)
  }
}

/**
 * The system's error code behind what a proxy command said, where that is about the host itself and not about a gateway before it:
 * it names the host, or is what SSH says of the far end.
 */
export function systemCodeIn(complaint: string, address: string): string | undefined {
  if (!complaint.includes(address) && !/open failed: connect failed/.test(complaint)) return undefined
  return SAID.find(([words]) => words.test(complaint))?.[1]
}

const SAID: readonly (readonly [RegExp, string])[] = [
  [/connection refused/i, "ECONNREFUSED"],
  [/timed out/i, "ETIMEDOUT"],
  [/no route to host|(?:host|network) is unreachable/i, "EHOSTUNREACH"],
  [/name or service not known|could not resolve|temporary failure in name resolution/i, "ENOTFOUND"],
]

/** Runs a proxy command for one connection. `%h`, `%p` and `%r` are host, port and user, `%%` is a percent sign. */
export function openProxy(template: string, to: { address: string; port: number; user: string }): ProxyStream {
  return new ProxyStream(`exec ${expand(template, to)}`)
}

function expand(template: string, { address, port, user }: { address: string; port: number; user: string }): string {
  const values: Record<string, string> = { "%h": address, "%n": address, "%p": String(port), "%r": user, "%%": "%" }
  for (const value of [address, user]) {
    // These words go through a shell, as they do for OpenSSH.
    if (/[^A-Za-z0-9._:@%+-]/.test(value) || value.startsWith("-"))
      throw new TypeError(`not a host or user name: ${value}`)
  }
  return template.replace(/%[hnpr%]/g, (token) => values[token] ?? token)
}
