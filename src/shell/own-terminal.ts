import { spawnSync } from "node:child_process"
import { CourseError } from "../errors/course-error.js"
import type { TerminalSize } from "../transport/ports.js"

/** The terminal that a person sits at. */
export interface OwnTerminal {
  /** TERM. */
  readonly term: string
  size(): TerminalSize
  /** Takes all keys from now on, also those that would end or stop this process, and shows bytes unchanged. */
  take(listeners: { onKeys: (keys: Uint8Array) => void; onResize: (size: TerminalSize) => void }): TakenTerminal
}

export interface TakenTerminal {
  /** @returns false when the terminal is slower; `drained` then tells when it has shown all */
  write(output: Uint8Array | string): boolean
  drained(then: () => void): void
  /** Puts the terminal back as it was. May be called more than once. */
  giveBack(): void
}

type Input = NodeJS.ReadStream & { fd: number }

/**
 * The terminal of this process.
 * @throws CourseError COURSE_TERMINAL when its input or output is none
 */
export function ownTerminal(
  what: string,
  {
    stdin = process.stdin,
    stdout = process.stdout,
    env = process.env,
  }: { stdin?: Input; stdout?: NodeJS.WriteStream; env?: NodeJS.ProcessEnv } = {},
): OwnTerminal {
  if (!stdin.isTTY || !stdout.isTTY)
    throw new CourseError("COURSE_TERMINAL", `${what} needs a terminal, and this is none.`, {
      hint: "Run the command without a pipe and without a redirection.",
    })
  const size = (): TerminalSize => ({ columns: stdout.columns || 80, rows: stdout.rows || 24 })
  return {
    term: env["TERM"] || "xterm-256color",
    size,
    take: ({ onKeys, onResize }) => {
      const onData = (chunk: Buffer | string): void => onKeys(typeof chunk === "string" ? Buffer.from(chunk) : chunk)
      const resized = (): void => onResize(size())
      const wasRaw = stdin.isRaw
      let taken = true
      stdin.setRawMode(true)
      passLineFeeds(stdin)
      stdin.on("data", onData)
      stdin.resume()
      stdout.on("resize", resized)
      return {
        write: (output) => stdout.write(output),
        drained: (then) => stdout.once("drain", then),
        giveBack: () => {
          if (!taken) return
          taken = false
          stdin.off("data", onData)
          stdin.pause()
          stdout.off("resize", resized)
          // Always to the end of raw mode: only this undoes what `stty` changed.
          stdin.setRawMode(false)
          if (wasRaw) stdin.setRawMode(true)
        },
      }
    },
  }
}

/**
 * In the raw mode of Node.js the terminal still returns to the first column at each line feed, while full-screen programs count on it
 * to go straight down. Where there is no `stty`, there is no such habit either.
 */
function passLineFeeds({ fd }: Input): void {
  if (process.platform !== "win32") spawnSync("stty", ["-opost"], { stdio: [fd, "ignore", "ignore"] })
}
