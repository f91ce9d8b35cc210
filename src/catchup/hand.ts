import type { DeployTarget } from "../deploy/remote.js"
import { INSTALL_MS, reasonOf, runWithSudo } from "../deploy/remote.js"
import { installScript } from "../deploy/scripts.js"
import type { Observation } from "../engine/observation.js"
import { lines, sh, type ShellText } from "../engine/shell.js"
import { ERROR_CODES, type ErrorCode } from "../errors/codes.js"
import { CourseError } from "../errors/course-error.js"
import { workLock } from "./scripts/common.js"
import type { CatchUpRole } from "./targets.js"

/** A host that is brought to a tag, and the folder of its clone. */
export interface Hand extends DeployTarget {
  role: CatchUpRole
  repo: string
}

export interface ActOptions {
  as?: "login" | "root"
  input?: string | Uint8Array
  timeoutMs?: number
}

/**
 * Runs a script on a host.
 * @param what is said when it fails: "keeping what is there"
 * @returns what it printed
 */
export async function act(
  { connection, role, signal }: Hand,
  what: string,
  { shell }: ShellText,
  { as = "login", input, timeoutMs = 5 * 60_000 }: ActOptions = {},
): Promise<string> {
  const observation = await connection.exec(shell, {
    as,
    timeoutMs,
    ...(signal && { signal }),
    ...(input === undefined ? {} : { input }),
  })
  return resultOf(observation, role, what)
}

/** Runs the repository's own setup script, which calls sudo by itself. */
export async function runSetup(hand: Hand, folder: string): Promise<void> {
  const settings = { ...hand.settings, prodRepo: hand.repo }
  const observation = await runWithSudo(hand, (withPassword) =>
    lines(
      // The script of the repository decides by itself how strict it is.
      sh`trouble() { printf '%s\n' "$*" >&2; exit 1; }`,
      workLock(folder),
      installScript(settings, withPassword),
    ),
  )
  resultOf(observation, hand.role, "setup-server.sh")
}

/** Installations take long on a small machine, yet not for ever. */
export const LONG_MS = INSTALL_MS

function resultOf(observation: Observation, role: CatchUpRole, what: string): string {
  if (observation.status === "done" && observation.exitCode === 0) return observation.stdout
  if (observation.status === "unobserved") {
    const code = observation.code !== undefined && observation.code in ERROR_CODES ? observation.code : undefined
    throw new CourseError((code as ErrorCode | undefined) ?? "COURSE_HOST_CLOSED", `${role}: ${observation.reason}`)
  }
  throw new CourseError("COURSE_CATCHUP_FAILED", `${role}: ${what} failed. ${reasonOf(observation)}`.trim())
}
