import { CourseError } from "../errors/course-error.js"
import { FrameReader, type Frame } from "./frames.js"
import { patience } from "./patience.js"
import type { Link, RemoteProcess, RemoteShell, ShellOptions } from "./ports.js"
import { printable } from "./printable.js"

/** More output than this outside of our frames is no greeting any more. */
const NOISE_BYTES = 1024 * 1024
/** How long a login shell may take until it runs the first line of our script. */
const SHELL_MS = 15_000
/** How long a driver gets to clean up after it was told to stop. */
const STOP_MS = 6_000
const STDERR_BYTES = 16 * 1024

/** A driver script that runs on a host. */
export interface Driver {
  /** Ends its standard input, which makes it stop and clean up; after a while ends it by force. */
  stop(): Promise<void>
  /** Writes a line to it. */
  say(line: string): void
  /** Settles when it is over: with nothing after its own `end`, else with what went wrong. */
  readonly over: Promise<CourseError | undefined>
}

/**
 * Sends a driver script to a process that waits for it and hands on its frames.
 * @param label the host, for messages
 */
export function drive(
  process: RemoteProcess,
  { script, nonce, label, onFrame }: { script: string; nonce: string; label: string; onFrame: (frame: Frame) => void },
): Driver {
  let ended = false
  let fault: CourseError | undefined
  let stderr = ""
  const stopWaiting = patience(SHELL_MS, () => giveUp(silent(label, reader)))
  const giveUp = (error: CourseError): void => {
    fault ??= error
    process.kill()
  }
  const reader = new FrameReader(nonce, (frame) => {
    stopWaiting()
    if (frame.kind === "end") ended = true
    if (frame.kind === "full") fault ??= hostFull(label)
    if (frame.kind === "old") fault ??= oldBash(label)
    onFrame(frame)
  })
  process.stdout.on("data", (chunk: Buffer) => {
    reader.push(chunk)
    if (reader.noiseBytes > NOISE_BYTES && !fault) giveUp(noisy(label, reader))
  })
  process.stderr.on("data", (chunk: Buffer) => {
    if (stderr.length < STDERR_BYTES) stderr += chunk.toString("utf8")
  })
  process.stdout.resume()
  process.stderr.resume()
  // A shell that is gone no longer reads: its closing tells, not this error.
  process.stdin.on("error", () => undefined)
  process.stdin.write(script)
  const over = process.closed.then(({ exitCode }) => {
    stopWaiting()
    if (fault) return fault
    return ended ? undefined : cutOff(label, exitCode, stderr, reader)
  })
  return {
    over,
    say: (line) => process.stdin.write(`${line}\n`),
    stop: async () => {
      process.stdin.end()
      const timer = setTimeout(() => process.kill(), STOP_MS)
      await over
      clearTimeout(timer)
    },
  }
}

/** Starts a process on a link, or tells why that is not possible. */
export async function spawnOn(link: Link, command: string, label: string): Promise<RemoteProcess> {
  return await orBusy(label, () => link.spawn(command))
}

/** Starts a shell on a terminal, or tells why that is not possible. */
export async function openShellOn(link: Link, options: ShellOptions, label: string): Promise<RemoteShell> {
  return await orBusy(label, () => link.openShell(options))
}

async function orBusy<Started>(label: string, start: () => Promise<Started>): Promise<Started> {
  try {
    return await start()
  } catch (error) {
    if (error instanceof CourseError) throw error
    throw new CourseError("COURSE_HOST_BUSY", `${label} does not start a shell: ${printable(String(error))}.`, {
      hint: "Close other sessions to it, end what the account runs too much of, or look at MaxSessions in its sshd configuration.",
      cause: error,
    })
  }
}

export function hostFull(label: string): CourseError {
  return new CourseError(
    "COURSE_HOST_FULL",
    `${label} has no room for temporary files: /dev/shm, /run/user and /tmp are full or not writable.`,
    { hint: "Log in and look with `df -h` and `df -i`; then delete what is not needed." },
  )
}

function oldBash(label: string): CourseError {
  return new CourseError("COURSE_HOST_SHELL", `The bash of ${label} is older than version 5.`, {
    hint: "Install a current system on it: Ubuntu 24.04, or Debian 12 or newer.",
  })
}

function noisy(label: string, { noise }: FrameReader): CourseError {
  return new CourseError(
    "COURSE_HOST_SHELL",
    `The login shell of ${label} prints without end before any command runs. It begins with: ${printable(noise)}`,
    { hint: "Look for what prints in ~/.bashrc, ~/.profile and ~/.ssh/rc on that host, and remove it." },
  )
}

function silent(label: string, { noise }: FrameReader): CourseError {
  const said = noise.length === 0 ? "" : ` It printed: ${printable(noise)}`
  return new CourseError(
    "COURSE_HOST_SHELL",
    `The login shell of ${label} runs no command: nothing came for ${SHELL_MS / 1000} s.${said}`,
    { hint: "Look for what waits in ~/.bashrc, ~/.profile and ~/.ssh/rc on that host, and remove it." },
  )
}

function cutOff(label: string, exitCode: number | undefined, stderr: string, { noise }: FrameReader): CourseError {
  if (exitCode === undefined) return connectionCut(label)
  const said = printable(`${stderr} ${noise.toString("utf8")}`)
  return new CourseError(
    "COURSE_HOST_SHELL",
    `The login shell of ${label} ended with ${exitCode} instead of running the probes${said === "" ? "." : `: ${said}`}`,
    { hint: "Try `ssh HOST true` yourself. The account needs an ordinary login shell, and bash has to be installed." },
  )
}

export function connectionCut(label: string, cause?: unknown): CourseError {
  return new CourseError("COURSE_HOST_CLOSED", `The connection to ${label} was cut.`, {
    hint: "Is the machine still running? Then run the same command again.",
    ...(cause === undefined ? {} : { cause }),
  })
}
