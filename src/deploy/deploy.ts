import type { Settings } from "../engine/context.js"
import type { Observation } from "../engine/observation.js"
import type { ShellText } from "../engine/shell.js"
import { CourseError } from "../errors/course-error.js"
import type { HostConnection } from "../transport/ports.js"
import { installScript, resolveScript, switchScript, waitForHealthScript } from "./scripts.js"

/** A setup run installs packages and builds: slow on a small machine, yet not endless. */
const INSTALL_MS = 10 * 60_000
const HEALTH_SECONDS = 30

export interface DeployOptions {
  connection: HostConnection
  settings: Settings
  /** A tag, branch or commit of the repository on prod's remote. */
  ref: string
  /** Asked only when sudo on prod wants a password. */
  sudoPassword: () => Promise<string | undefined>
  /** One line per stage, for a person. */
  onProgress?: (line: string) => void
  /** What the setup script prints, as it comes. */
  onOutput?: (text: string) => void
  signal?: AbortSignal
}

export interface DeployResult {
  /** Commits before and after. */
  from: string
  to: string
  /** Has anything but the restart changed? */
  changed: boolean
}

/**
 * Puts a ref on prod: switches the clone, runs the repository's own setup script, and waits until the service answers. If it does
 * not, the commit from before is put back and made to run again.
 * @throws CourseError COURSE_DEPLOY_FAILED telling what prod runs now
 */
export async function deploy(options: DeployOptions): Promise<DeployResult> {
  const { settings, ref, onProgress = () => undefined } = options
  onProgress(`Looking up ${ref} on prod's remote`)
  const { from, to } = readCommits(await run(options, resolveScript(settings, ref), 60_000), ref)
  onProgress(`Switching ${settings.prodRepo} from ${from.slice(0, 10)} to ${to.slice(0, 10)}`)
  try {
    await putInPlace(options, to)
  } catch (error) {
    if (!(error instanceof CourseError) || options.signal?.aborted || from === to) throw error
    onProgress(`It does not come up: going back to ${from.slice(0, 10)}`)
    await goBack(options, from, ref, error)
  }
  return { from, to, changed: from !== to }
}

async function putInPlace(options: DeployOptions, commit: string): Promise<void> {
  const { settings, onProgress = () => undefined } = options
  succeed(
    await run(options, switchScript(settings, commit), 60_000),
    `prod could not switch to ${commit.slice(0, 10)}.`,
  )
  onProgress("Running setup-server.sh on prod")
  await install(options)
  onProgress("Waiting for /health")
  succeed(
    await run(options, waitForHealthScript(settings, HEALTH_SECONDS), (HEALTH_SECONDS + 20) * 1000),
    `The service on prod did not answer /health with 200 within ${HEALTH_SECONDS} s.`,
  )
}

async function goBack(options: DeployOptions, from: string, ref: string, cause: CourseError): Promise<never> {
  let state = `prod runs ${from.slice(0, 10)} again, as before.`
  try {
    await putInPlace(options, from)
  } catch (error) {
    state = `Going back to ${from.slice(0, 10)} failed as well (${(error as Error).message}): the service on prod is down.`
  }
  throw new CourseError("COURSE_DEPLOY_FAILED", `${ref} does not run on prod. ${cause.message} ${state}`, {
    ...(cause.hint === undefined ? {} : { hint: cause.hint }),
    cause,
  })
}

async function install(options: DeployOptions): Promise<void> {
  const { settings } = options
  const needsPassword = await run(options, { shell: "sudo -n true 2>/dev/null" }, 15_000)
  const password =
    needsPassword.status === "done" && needsPassword.exitCode === 0 ? undefined : await options.sudoPassword()
  const installed = await run(
    options,
    installScript(settings, password !== undefined),
    INSTALL_MS,
    password === undefined ? "" : `${password}\n`,
  )
  succeed(
    installed,
    "setup-server.sh failed on prod.",
    "Read its output above; run it on prod by hand to see more. Where sudo asks for a password, add --ask-sudo.",
  )
}

async function run(
  { connection, onOutput, signal }: DeployOptions,
  { shell }: ShellText,
  timeoutMs: number,
  input?: string,
): Promise<Observation> {
  return await connection.exec(shell, {
    as: "login",
    timeoutMs,
    ...(signal ? { signal } : {}),
    ...(input === undefined ? {} : { input }),
    ...(onOutput && timeoutMs === INSTALL_MS ? { onStdout: onOutput, onStderr: onOutput } : {}),
  })
}

/** @throws CourseError when the command did not end well */
function succeed(observation: Observation, what: string, hint?: string): string {
  if (observation.status === "done" && observation.exitCode === 0) return observation.stdout
  throw new CourseError(
    "COURSE_DEPLOY_FAILED",
    `${what} ${reasonOf(observation)}`.trim(),
    hint === undefined ? {} : { hint },
  )
}

function reasonOf(observation: Observation): string {
  if (observation.status === "unobserved") return observation.reason
  if (observation.status === "timeout") return "It had not ended in time and was stopped."
  if (observation.status !== "done") return ""
  return lastLines(observation.stderr) || lastLines(observation.stdout) || `Exit status ${observation.exitCode}.`
}

function lastLines(text: string): string {
  return text.trim().split("\n").slice(-6).join("\n")
}

function readCommits(observation: Observation, ref: string): { from: string; to: string } {
  const stdout = succeed(
    observation,
    `${ref} cannot be deployed to prod.`,
    "Push it first: prod takes what its remote has. Changes made on prod itself have to go, or be made on dev.",
  )
  const [from = "", to = ""] = stdout.trim().split("\n")
  if (/^[0-9a-f]{40,64}$/.test(from) && /^[0-9a-f]{40,64}$/.test(to)) return { from, to }
  throw new CourseError("COURSE_DEPLOY_FAILED", `Git on prod did not tell the commit of ${ref}.`)
}
