import { CourseError } from "../errors/course-error.js"
import { run, runWithSudo, succeed, type DeployTarget } from "./remote.js"
import type { Resolved } from "./resolved.js"
import { installScript, leaveReleasesScript, recordScript, switchScript, waitForHealthScript } from "./scripts.js"

const HEALTH_SECONDS = 30

/**
 * The way of the tags without a deploy.sh: switches the checkout, runs the repository's own setup script there and waits for /health.
 * The service stands still while it restarts.
 * @throws CourseError COURSE_DEPLOY_FAILED telling what prod runs now
 */
export async function deployInPlace(target: DeployTarget, { ref, from, to, ...has }: Resolved): Promise<void> {
  const { settings, onProgress = () => undefined } = target
  if (has.fromHasReleases)
    onProgress(`${ref} knows no releases: it is built in the checkout, and restarting interrupts`)
  onProgress(`Switching ${settings.prodRepo} from ${short(from)} to ${short(to)}`)
  try {
    await putInPlace(target, to)
    await record(target, { ref, from, to })
  } catch (error) {
    if (!(error instanceof CourseError) || target.signal?.aborted || from === to || has.fromHasReleases) throw error
    onProgress(`It does not come up: going back to ${short(from)}`)
    await returnTo(target, from, ref, error)
  }
}

/** Makes a commit run again that was put in place before, after `ref` failed. @throws CourseError always: what happened, and what runs now */
export async function returnTo(target: DeployTarget, from: string, ref: string, cause: CourseError): Promise<never> {
  let state = `prod runs ${short(from)} again, as before.`
  try {
    await putInPlace(target, from)
  } catch (error) {
    state = `Going back to ${short(from)} failed as well (${(error as Error).message}): the service on prod is down.`
  }
  throw new CourseError("COURSE_DEPLOY_FAILED", `${ref} does not run on prod. ${cause.message} ${state}`, {
    ...(cause.hint === undefined ? {} : { hint: cause.hint }),
    cause,
  })
}

async function putInPlace(target: DeployTarget, commit: string): Promise<void> {
  const { settings, onProgress = () => undefined } = target
  succeed(await run(target, switchScript(settings, commit)), `prod could not switch to ${short(commit)}.`)
  succeed(
    await runWithSudo(target, (withPassword) => leaveReleasesScript(settings, withPassword)),
    "What releases left on prod could not be taken away.",
    "It needs sudo on prod; where that asks for a password, add --ask-sudo.",
  )
  onProgress("Running setup-server.sh on prod")
  succeed(
    await runWithSudo(target, (withPassword) => installScript(settings, withPassword)),
    "setup-server.sh failed on prod.",
    "Read its output above; run it on prod by hand to see more. Where sudo asks for a password, add --ask-sudo.",
  )
  onProgress("Waiting for /health")
  succeed(
    await run(target, waitForHealthScript(settings, HEALTH_SECONDS), { timeoutMs: (HEALTH_SECONDS + 20) * 1000 }),
    `The service on prod did not answer /health with 200 within ${HEALTH_SECONDS} s.`,
  )
}

async function record(target: DeployTarget, what: { ref: string; from: string; to: string }): Promise<void> {
  succeed(
    await run(target, recordScript(target.settings, what)),
    "It runs, but the record of deployments on prod cannot be written.",
  )
}

function short(commit: string): string {
  return commit.slice(0, 10)
}
