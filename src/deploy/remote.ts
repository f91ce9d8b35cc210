import type { Observation } from "../engine/observation.js"
import type { Settings } from "../engine/context.js"
import type { ShellText } from "../engine/shell.js"
import { CourseError } from "../errors/course-error.js"
import type { HostConnection } from "../transport/ports.js"

/** A setup run or a build installs packages: slow on a small machine, yet not endless. */
export const INSTALL_MS = 15 * 60_000

/** Where something is put in place, and who is told. */
export interface DeployTarget {
  connection: HostConnection
  settings: Settings
  /** Asked only when sudo on prod wants a password. */
  sudoPassword: () => Promise<string | undefined>
  /** One line per stage, for a person. */
  onProgress?: (line: string) => void
  /** What the scripts of the repository print, as it comes. */
  onOutput?: (text: string) => void
  signal?: AbortSignal
}

export interface RunOptions {
  timeoutMs?: number
  input?: string
  /** Show what it prints, as it comes. */
  shown?: boolean
}

/** Runs a script on prod as the login account. */
export async function run(
  { connection, onOutput, signal }: DeployTarget,
  { shell }: ShellText,
  { timeoutMs = 60_000, input, shown = false }: RunOptions = {},
): Promise<Observation> {
  return await connection.exec(shell, {
    as: "login",
    timeoutMs,
    ...(signal ? { signal } : {}),
    ...(input === undefined ? {} : { input }),
    ...(onOutput && shown ? { onStdout: onOutput, onStderr: onOutput } : {}),
  })
}

/**
 * Runs a script that calls sudo by itself; `build` gets whether a password comes as the first line of standard input.
 * @throws CourseError when sudo wants a password and nobody can be asked
 */
export async function runWithSudo(
  target: DeployTarget,
  build: (withPassword: boolean) => ShellText,
): Promise<Observation> {
  const free = await run(target, { shell: "sudo -n true 2>/dev/null" }, { timeoutMs: 15_000 })
  const password = free.status === "done" && free.exitCode === 0 ? undefined : await target.sudoPassword()
  return await run(target, build(password !== undefined), {
    timeoutMs: INSTALL_MS,
    input: password === undefined ? "" : `${password}\n`,
    shown: true,
  })
}

/** @returns what it printed @throws CourseError COURSE_DEPLOY_FAILED when it did not end well */
export function succeed(observation: Observation, what: string, hint?: string): string {
  if (observation.status === "done" && observation.exitCode === 0) return observation.stdout
  throw new CourseError(
    "COURSE_DEPLOY_FAILED",
    `${what} ${reasonOf(observation)}`.trim(),
    hint === undefined ? {} : { hint },
  )
}

/** The last that a script had to say, or what kept it from saying it. */
export function reasonOf(observation: Observation): string {
  if (observation.status === "unobserved") return observation.reason
  if (observation.status === "timeout") return "It had not ended in time and was stopped."
  if (observation.status !== "done") return ""
  return lastLines(observation.stderr) || lastLines(observation.stdout) || `Exit status ${observation.exitCode}.`
}

function lastLines(text: string): string {
  return text.trim().split("\n").slice(-6).join("\n")
}
