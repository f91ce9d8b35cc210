import { placedChecks, type Catalog } from "../engine/catalog.js"
import type { Context } from "../engine/context.js"
import { judgePlan, type Judged, type Observations } from "../engine/judge.js"
import { makeReport } from "../engine/make-report.js"
import type { HostRole } from "../engine/observation.js"
import { makePlan, type Plan } from "../engine/plan.js"
import { makeRecording, type Recording } from "../engine/recording.js"
import type { HostResult, Report } from "../engine/report.js"
import { CourseError } from "../errors/course-error.js"
import { selectChecks } from "./select-checks.js"

export interface Choice {
  /** Blocks, exercises, steps, checks; none means everything. */
  words: readonly string[]
  /** Only checks whose outcome lives there; none means all. */
  hosts: readonly HostRole[]
  passive: boolean
  quick: boolean
}

/** Chooses checks and plans what to observe for them. */
export function planChecks(catalog: Catalog, context: Context, { words, hosts, passive, quick }: Choice): Plan {
  const placed = placedChecks(catalog, context.track)
  const selected = selectChecks(catalog, context.track, words)
  const ids = new Set(
    placed.flatMap(({ check }) =>
      selected.has(check.id) && (hosts.length === 0 || hosts.includes(check.host)) ? [check.id] : [],
    ),
  )
  if (ids.size === 0) {
    const where = hosts.length > 0 ? ` on ${hosts.join(" or ")}` : ""
    throw new CourseError(
      "COURSE_UNKNOWN_ID",
      `There is nothing to check${where}: ${words.join(", ") || "no block"} has no check there.`,
      {
        hint: "Leave --host away, or name another block.",
      },
    )
  }
  return makePlan(placed, ids, context, { passive, quick, named: new Set(words) })
}

/** Carries out the observations of a plan. */
export type Observe = (plan: Plan) => Promise<{ observations: Observations; hosts: HostResult[] }>

export interface Outcome {
  report: Report
  judged: Judged[]
  recording: Recording
}

/** Observes and judges a plan. */
export async function runChecks(
  plan: Plan,
  {
    rules,
    observe,
    assisted,
    now = () => new Date(),
  }: { rules: string; observe: Observe; assisted?: ReadonlySet<string>; now?: () => Date },
): Promise<Outcome> {
  const startedAt = now().toISOString()
  const { observations, hosts } = await observe(plan)
  const facts = { startedAt, finishedAt: now().toISOString(), hosts }
  const judged = judgePlan(plan.checks, observations, plan.context)
  return {
    judged,
    report: makeReport(judged, { context: plan.context, rules, ...facts, ...(assisted && { assisted }) }),
    recording: makeRecording(plan, observations, facts),
  }
}
