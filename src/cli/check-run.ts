import { judgePlan, type Judged, type Observations } from "../engine/judge.js"
import { makeReport } from "../engine/make-report.js"
import type { Plan } from "../engine/plan.js"
import { makeRecording, type Recording } from "../engine/recording.js"
import type { HostResult, Report } from "../engine/report.js"

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
