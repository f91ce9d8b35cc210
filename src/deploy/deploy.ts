import { deployInPlace } from "./in-place.js"
import { deployRelease } from "./releases.js"
import { run, succeed, type DeployTarget } from "./remote.js"
import { readResolved } from "./resolved.js"
import { resolveScript } from "./scripts.js"

export interface DeployOptions extends DeployTarget {
  /** A tag, branch or commit of the repository on prod's remote. */
  ref: string
}

export interface DeployResult {
  /** Commits before and after. */
  from: string
  to: string
  /** Has anything but the restart changed? */
  changed: boolean
  /** `releases`: by the deploy.sh that the ref brings; `in-place`: by its setup-server.sh, in the checkout. */
  way: "releases" | "in-place"
}

/**
 * Puts a ref on prod and returns when the service answers. If it does not come up, what ran before is put back and made to run
 * again.
 * @throws CourseError COURSE_DEPLOY_FAILED telling what prod runs now
 */
export async function deploy(options: DeployOptions): Promise<DeployResult> {
  const { settings, ref, onProgress = () => undefined } = options
  onProgress(`Looking up ${ref} on prod's remote`)
  const stdout = succeed(
    await run(options, resolveScript(settings, ref)),
    `${ref} cannot be deployed to prod.`,
    "Push it first: prod takes what its remote has. Changes made on prod itself have to go, or be made on dev.",
  )
  const resolved = readResolved(stdout, ref)
  if (resolved.toHasReleases) await deployRelease(options, resolved)
  else await deployInPlace(options, resolved)
  const { from, to, toHasReleases } = resolved
  return { from, to, changed: from !== to, way: toHasReleases ? "releases" : "in-place" }
}
