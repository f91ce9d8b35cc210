import type { HostRole, Observation } from "../../engine/observation.js"
import type { Plan } from "../../engine/plan.js"
import type { HostResult } from "../../engine/report.js"
import type { AttemptNote, AttemptState } from "../model.js"
import type { Looked } from "./look-at-student.js"

type Problem = Omit<AttemptNote, "at">

/**
 * Says which machines of a student could be looked at, and why not. A host that was connected and of which nothing was learnt is no
 * better than one that is off. Checks that are faulty themselves are named, because they are nobody's mistake but ours.
 */
export function whatWasSeen(
  plan: Plan,
  { observations, hosts, judged }: Looked,
): { state: Extract<AttemptState, "graded" | "unobserved">; hosts: HostResult[]; problems: Problem[] } {
  const asked = [...new Set([...plan.probes.values()].map(({ host }) => host))]
  const reasons = new Map(asked.map((role) => [role, reasonFor(role, plan, observations)]))
  const results = hosts.map((host): HostResult => {
    const reason = reasons.get(host.role)
    return reason === undefined ? host : { ...host, reachable: false, problem: host.problem ?? reason.message }
  })
  const problems = [...reasons.values()].filter((reason) => reason !== undefined)
  const seen = asked.length - problems.length
  const faulty = judged.flatMap(({ verdict, planned }): Problem[] =>
    verdict.status === "error" && verdict.bug === true
      ? [{ kind: "problem", code: "COURSE_BUG", message: `${planned.check.id}: ${verdict.because}` }]
      : [],
  )
  return {
    state: asked.length > 0 && seen === 0 ? "unobserved" : "graded",
    hosts: results,
    problems: [...problems, ...faulty],
  }
}

/** Why nothing at all was seen on a host; undefined when something was. */
function reasonFor(
  role: HostRole,
  { probes }: Plan,
  observations: ReadonlyMap<string, Observation>,
): Problem | undefined {
  const mine = [...probes].flatMap(([key, { host }]) => (host === role ? [observations.get(key)] : []))
  const blind = mine.flatMap((each) => (each?.status === "unobserved" ? [each] : []))
  // What was not tried has no code: it says nothing of the host.
  const first = blind.find(({ code }) => code !== undefined) ?? blind[0]
  if (first === undefined || blind.length < mine.length) return undefined
  return { kind: "problem", code: first.code, message: `${role}: ${forInstructors(first.reason)}` }
}

/** The instructor has no workspace in which `course trust` would do something. */
function forInstructors(reason: string): string {
  return reason.replace(/run `course trust [^`]*`/, "delete that line once the student has confirmed it.")
}
