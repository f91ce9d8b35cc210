import { CourseError } from "../errors/course-error.js"
import type { DeployResult } from "./deploy.js"
import { deployInPlace } from "./in-place.js"
import { deployRelease, rollbackRelease } from "./releases.js"
import { run, succeed, type DeployTarget } from "./remote.js"
import { readResolved } from "./resolved.js"
import { beforeScript } from "./scripts.js"

export interface RollbackOptions extends DeployTarget {
  /** Where to go; without one, what was deployed before. */
  tag?: string
}

export interface RollbackResult extends DeployResult {
  /** The tag (or short commit) that runs now. */
  tag: string
}

/**
 * Goes back to what ran on prod before, or to a certain tag. A kept release is started without building; the data stays as it is.
 * @throws CourseError COURSE_DEPLOY_FAILED telling what prod runs now, or why it is not known what ran before
 */
export async function rollback(options: RollbackOptions): Promise<RollbackResult> {
  const { settings, tag, onProgress = () => undefined } = options
  onProgress(tag === undefined ? "Looking up what prod ran before" : `Looking up ${tag}`)
  const stdout = succeed(
    await run(options, beforeScript(settings, tag)),
    tag === undefined ? "prod cannot be rolled back." : `prod cannot be rolled back to ${tag}.`,
    tag === undefined ? "Name a tag: course rollback v0.4" : "Tags that prod can take: git ls-remote --tags origin",
  )
  const resolved = readResolved(stdout, tag)
  const { ref, from, to } = resolved
  if (from === to && tag === undefined)
    throw new CourseError("COURSE_DEPLOY_FAILED", `prod runs ${ref} already.`, { hint: "Name another tag." })
  if (!resolved.toHasReleases) await deployInPlace(options, resolved)
  else if (resolved.fromHasReleases) await rollbackRelease(options, resolved)
  else await deployRelease(options, resolved)
  return { tag: ref, from, to, changed: from !== to, way: resolved.toHasReleases ? "releases" : "in-place" }
}
