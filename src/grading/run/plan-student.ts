import { planChecks } from "../../catalog/plan-checks.js"
import { select, type Catalog } from "../../engine/catalog.js"
import type { Context } from "../../engine/context.js"
import { makePlan, type Plan } from "../../engine/plan.js"
import { probeKey, type ProbeSpec } from "../../engine/probe.js"
import type { RunRequest } from "../model.js"
import { fingerprintProbes } from "../fairness/fingerprint.js"

export const ON_THE_LAPTOP =
  "It looks at the student's own computer, which a class is not graded from; `course submit` hands it in."
export const NOT_ON_THE_REFERENCE = "The reference does not pass it in this run: it counts for nobody."

export type PlanRequest = Pick<RunRequest, "words" | "passive" | "quick" | "excluded">

/** What is to be observed for one student: the checks of the request, and what tells clones across the class. */
export function planStudent(catalog: Catalog, context: Context, request: PlanRequest): Plan {
  const { passive, quick } = request
  const excluded = new Set(request.excluded)
  const leaveOut = ({ id }: { id: string }, specs: readonly ProbeSpec[]): string | undefined => {
    if (excluded.has(id)) return NOT_ON_THE_REFERENCE
    return specs.some(({ host }) => host === "laptop") ? ON_THE_LAPTOP : undefined
  }
  // A word may name what only the other track has.
  const words = request.words.filter((word) => select(catalog, context.track, [word]).unknown.length === 0)
  if (words.length === 0 && request.words.length > 0) return makePlan([], new Set(), context)
  const plan = planChecks(catalog, context, { words, hosts: [], passive, quick, leaveOut })
  const hosts = new Set([...plan.probes.values()].map(({ host }) => host))
  const extra = fingerprintProbes(context).filter(({ host }) => hosts.has(host))
  return { ...plan, probes: new Map([...plan.probes, ...extra.map((spec) => [probeKey(spec), spec] as const)]) }
}
