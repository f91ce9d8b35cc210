import { Readable, Writable } from "node:stream"
import { CourseError } from "../../errors/course-error.js"
import type { RemoteShell, ShellOptions, TerminalSize } from "../ports.js"
import { ownShell } from "./shell-command.js"

/** How long a shell that was hung up on may take to end. */
const HANG_UP_MS = 1_000

/** What is used of the library: without an encoding it hands over bytes, whatever its types say, but on Windows text. */
interface Pty {
  onData(listener: (data: string | Uint8Array) => void): unknown
  onExit(listener: (end: { exitCode: number; signal?: number }) => void): unknown
  write(data: string | Uint8Array): void
  resize(columns: number, rows: number): void
  pause(): void
  resume(): void
  kill(signal?: string): void
}

/**
 * Starts the person's own shell on a terminal made by node-pty.
 * @throws CourseError COURSE_TERMINAL where that optional package is missing or makes none
 */
export async function openPty({ term, size }: ShellOptions): Promise<RemoteShell> {
  const pty = await start(term, size)
  let over = false
  let killed = false
  const output = new Readable({ read: () => (over ? undefined : pty.resume()) })
  pty.onData((data) => {
    if (!output.push(typeof data === "string" ? Buffer.from(data) : data)) pty.pause()
  })
  const input = new Writable({
    write: (chunk: Uint8Array, _encoding, done) => {
      if (!over) pty.write(process.platform === "win32" ? Buffer.from(chunk).toString("utf8") : chunk)
      done()
    },
  })
  const ended = new Promise<number>((resolve) => {
    pty.onExit(({ exitCode, signal = 0 }) => {
      over = true
      output.push(null)
      resolve(signal > 0 ? 128 + signal : exitCode)
    })
  })
  const drained = new Promise<void>((resolve) => output.once("end", resolve))
  return {
    input,
    output,
    resize: ({ columns, rows }) => {
      if (!over) pty.resize(columns, rows)
    },
    closed: ended.then(async (exitCode) => {
      if (!killed) await drained
      return { exitCode: killed ? undefined : exitCode }
    }),
    kill: () => {
      if (over || killed) return
      killed = true
      pty.kill()
      if (process.platform !== "win32") setTimeout(() => over || pty.kill("SIGKILL"), HANG_UP_MS).unref()
    },
  }
}

async function start(name: string, { columns, rows }: TerminalSize): Promise<Pty> {
  try {
    const { spawn } = await import("@lydell/node-pty")
    // The size of the terminal that course runs in would be believed before that of the new one.
    const env = { ...process.env }
    delete env["COLUMNS"]
    delete env["LINES"]
    return spawn(ownShell(), [], { name, cols: columns, rows, cwd: process.cwd(), env, encoding: null })
  } catch (cause) {
    throw new CourseError("COURSE_TERMINAL", "course cannot make a terminal for a shell of this machine.", {
      hint: "Run `npm install` again without --omit=optional: it brings @lydell/node-pty, which makes terminals.",
      cause,
    })
  }
}
