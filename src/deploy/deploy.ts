import { CourseError } from "../errors/course-error.js"
import { deployInPlace } from "./in-place.js"
import { deployRelease } from "./releases.js"
import { run, succeed, type DeployTarget } from "./remote.js"
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

/** What a ref means on prod, and which ways of deploying the two commits know. */
export interface Resolved {
  ref: string
  from: string
  to: string
  isTag: boolean
  fromHasReleases: boolean
  toHasReleases: boolean
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

/** Reads what the scripts print of two commits. `given` is the name that the person used, if any. */
export function readResolved(stdout: string, given: string | undefined): Resolved {
  const facts = new Map(
    stdout
      .trim()
      .split("\n")
      .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
  )
  const [from = "", to = ""] = [facts.get("from"), facts.get("to")]
  const ref = facts.get("ref") ?? given ?? to
  if (!/^[0-9a-f]{40,64}$/.test(from) || !/^[0-9a-f]{40,64}$/.test(to))
    throw new CourseError("COURSE_DEPLOY_FAILED", `Git on prod did not tell the commit of ${ref}.`)
  const has = (fact: string): boolean => facts.get(fact) === "yes"
  return { ref, from, to, isTag: has("tag"), fromHasReleases: has("from-releases"), toHasReleases: has("to-releases") }
}
