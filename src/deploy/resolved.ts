import { CourseError } from "../errors/course-error.js"

/** What a ref means on prod, and which ways of deploying the two commits know. */
export interface Resolved {
  ref: string
  from: string
  to: string
  isTag: boolean
  fromHasReleases: boolean
  toHasReleases: boolean
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
