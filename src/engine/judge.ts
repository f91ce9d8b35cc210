import { FIXTURE_ABSENT } from "./fixture.js"
import type { PlannedCheck } from "./plan.js"
import { Unobserved } from "./probe.js"
import type { Context } from "./context.js"
import type { Observation } from "./observation.js"
import type { Verdict } from "./verdict.js"

export interface Judged {
  readonly planned: PlannedCheck
  readonly verdict: Verdict
  /** Did a failed need decide? Then the points are lost; after an error they are not. */
  readonly lost: boolean
  readonly durationMs: number
  readonly observations: readonly Observation[]
}

/** All observations of a run by probe key. */
export type Observations = ReadonlyMap<string, Observation>

/**
 * Turns the observations of one check into its verdict.
 * @param judgedNeeds the results of the checks it needs, as far as they are known
 */
export function judgeCheck(
  planned: PlannedCheck,
  observations: Observations,
  context: Context,
  judgedNeeds: (id: string) => Judged | undefined,
): Judged {
  const { check } = planned
  const seen = Object.fromEntries(
    Object.entries(planned.probes).flatMap(([name, key]) => {
      const observation = observations.get(key)
      return observation ? [[name, observation] as const] : []
    }),
  )
  const result = (verdict: Verdict, lost = false): Judged => ({
    planned,
    verdict,
    lost,
    durationMs: Math.max(0, ...Object.values(seen).map((each) => ("durationMs" in each ? each.durationMs : 0))),
    observations: Object.values(seen),
  })
  if (planned.leftOut !== undefined) return result({ status: "skip", because: planned.leftOut })
  for (const id of check.needs) {
    const need = judgedNeeds(id)
    if (need === undefined || need.planned.leftOut !== undefined || need.verdict.status === "pass") continue
    if (need.verdict.status === "skip" && !need.lost) {
      if (!isConsequence(need.verdict)) continue
      return result({ status: "skip", because: need.verdict.because })
    }
    return result({ status: "skip", because: cause(need) }, need.lost || need.verdict.status === "fail")
  }
  const absent = Object.values(seen).find((each) => each.status === "unobserved" && each.code === FIXTURE_ABSENT)
  if (absent?.status === "unobserved") return result({ status: "skip", because: absent.reason })
  try {
    const verdict = check.judge(seen, context)
    const of = verdict.status === "skip" && verdict.of !== undefined ? judgedNeeds(verdict.of) : undefined
    return result(verdict, of !== undefined && (of.lost || of.verdict.status === "fail"))
  } catch (error) {
    if (error instanceof Unobserved) return result({ status: "error", because: error.message })
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
    return result({
      status: "error",
      because: `The check ${check.id} itself is faulty (${reason}). This is not your mistake: please report it.`,
      bug: true,
    })
  }
}

/** Judges a whole plan in its order. */
export function judgePlan(checks: readonly PlannedCheck[], observations: Observations, context: Context): Judged[] {
  const results = new Map<string, Judged>()
  for (const planned of checks) {
    results.set(
      planned.check.id,
      judgeCheck(planned, observations, context, (id) => results.get(id)),
    )
  }
  return [...results.values()]
}

const CONSEQUENCE = "needs "

/** The root of a chain of skips: one cause and not twelve symptoms. */
function cause(need: Judged): string {
  if (need.verdict.status === "skip") return need.verdict.because
  return `${CONSEQUENCE}${need.planned.check.id}`
}

/** Does it only repeat the failure of another check? */
export function isConsequence(verdict: Verdict): boolean {
  return verdict.status === "skip" && verdict.because.startsWith(CONSEQUENCE)
}
