import type { Observation } from "../engine/observation.js"
import { CourseError } from "../errors/course-error.js"
import { returnTo } from "./in-place.js"
import { INSTALL_MS, reasonOf, run, runWithSudo, succeed, type DeployTarget } from "./remote.js"
import type { Resolved } from "./resolved.js"
import { releaseScript, rollbackScript, setupScript, type ReleaseCall } from "./release-scripts.js"

/** How deploy.sh and rollback.sh end, as they document it. */
const FAILED = 1
const HOST = 3
const DOWN = 4
const BUSY = 5

/**
 * The way of the tags that bring a deploy.sh: it builds aside, tries, switches and goes back by itself. Where the host is not as
 * the tag needs it, the tag's setup-server.sh prepares it first, which takes sudo.
 * @throws CourseError COURSE_DEPLOY_FAILED telling what prod runs now
 */
export async function deployRelease(target: DeployTarget, resolved: Resolved): Promise<void> {
  const { from, to, isTag, ref } = resolved
  const call: ReleaseCall = { commit: to, name: isTag ? ref : to, isTag }
  const { onProgress = () => undefined } = target
  onProgress(`Running deploy.sh of ${ref} on prod`)
  const execute = (buildOnly = false): Promise<Observation> =>
    run(target, releaseScript(target.settings, { ...call, buildOnly }), { timeoutMs: INSTALL_MS, shown: true })
  await finish(target, resolved, await execute(), {
    prepare: async () => {
      await prepareHost(target, to, async () => judge(await execute(true), ref, from))
      return await execute()
    },
  })
}

/** Goes to a kept release by the checkout's own rollback.sh. @throws CourseError COURSE_DEPLOY_FAILED telling what prod runs now */
export async function rollbackRelease(target: DeployTarget, resolved: Resolved): Promise<void> {
  const { onProgress = () => undefined } = target
  onProgress(`Running rollback.sh on prod, to ${resolved.ref}`)
  const execute = (): Promise<Observation> =>
    run(target, rollbackScript(target.settings, resolved.ref), { timeoutMs: INSTALL_MS, shown: true })
  await finish(target, resolved, await execute(), {
    prepare: async () => {
      await prepareHost(target, resolved.to)
      return await execute()
    },
  })
}

interface Ways {
  /** Makes the host ready for the tag and tries again. */
  prepare: () => Promise<Observation>
}

async function finish(target: DeployTarget, resolved: Resolved, first: Observation, ways: Ways): Promise<void> {
  const { ref, from, fromHasReleases } = resolved
  let prepared = false
  let outcome = first
  if (exitCode(outcome) === HOST) {
    target.onProgress?.(`prod is not set up for ${ref}: running its setup-server.sh`)
    outcome = await ways.prepare()
    prepared = true
  }
  try {
    judge(outcome, ref, from)
  } catch (error) {
    if (!(error instanceof CourseError) || target.signal?.aborted) throw error
    // The release from before serves again, but with the units and the proxy of the one that failed.
    if (prepared && fromHasReleases && exitCode(outcome) === FAILED) await prepareHost(target, from)
    if (exitCode(outcome) === DOWN && !fromHasReleases) await returnTo(target, from, ref, error)
    throw error
  }
}

/** What of a host only root may change; `between` runs before the units are replaced, which a crash would start. */
async function prepareHost(target: DeployTarget, commit: string, between?: () => Promise<void>): Promise<void> {
  const setup = async (part: "--host" | "--units"): Promise<void> => {
    succeed(
      await runWithSudo(target, (withPassword) => setupScript(target.settings, { commit, part, withPassword })),
      `setup-server.sh ${part} failed on prod.`,
      "Read its output above. It needs sudo on prod; where that asks for a password, add --ask-sudo.",
    )
  }
  await setup("--host")
  await between?.()
  await setup("--units")
}

/** @throws CourseError unless all went well */
function judge(outcome: Observation, ref: string, from: string): void {
  const code = exitCode(outcome)
  if (code === 0) return
  const before = `prod runs ${from.slice(0, 10)}, as before.`
  const [what, hint] = {
    [FAILED]: [`${ref} does not run on prod. ${reasonOf(outcome)} ${before}`, undefined],
    [HOST]: [`prod is still not set up for ${ref}. ${reasonOf(outcome)}`, undefined],
    [DOWN]: [
      `${ref} does not run on prod, and going back failed as well: the service is down. ${reasonOf(outcome)}`,
      "Look at it on prod: journalctl -u pixelwise -n 50",
    ],
    [BUSY]: [
      `${ref} was not deployed: another deployment is running on prod.`,
      "Wait for it to end, then run the same command again.",
    ],
  }[code ?? -1] ?? [`${ref} was not deployed. ${reasonOf(outcome)} ${before}`, undefined]
  throw new CourseError("COURSE_DEPLOY_FAILED", what ?? ref, hint === undefined ? {} : { hint })
}

function exitCode(observation: Observation): number | undefined {
  return observation.status === "done" ? observation.exitCode : undefined
}
