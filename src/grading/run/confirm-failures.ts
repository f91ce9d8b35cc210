import { judgePlan, type Judged } from "../../engine/judge.js"
import type { Observation } from "../../engine/observation.js"
import type { Plan } from "../../engine/plan.js"
import type { Note } from "./guarded-transport.js"
import { mayRepeat } from "./transient.js"

export interface ConfirmOptions {
  /** How often a failure has to be seen. */
  looks: number
  again: (keys: ReadonlySet<string>) => Promise<Map<string, Observation>>
  pause: () => Promise<void>
  note: Note
  signal: AbortSignal
}

/**
 * Looks again at what failed, and puts what was then seen in the place of what was seen before wherever a check passes by it and none
 * that passed is lost. What interrupts a host is not done twice.
 */
export async function confirmFailures(
  plan: Plan,
  observations: Map<string, Observation>,
  { looks, again, pause, note, signal }: ConfirmOptions,
): Promise<void> {
  for (let look = 2; look <= looks && !signal.aborted; look++) {
    const before = judgePlan(plan.checks, observations, plan.context)
    const failed = before.filter((judged) => judged.verdict.status === "fail" && canRepeat(plan, judged))
    if (failed.length === 0) return
    await pause()
    const fresh = await again(new Set(failed.flatMap(keysOf)))
    if (signal.aborted) return
    const mended = takeOver(plan, observations, before, failed, fresh)
    if (mended.length > 0) {
      const message = `Failed at first and passed at look ${look}: ${mended.join(", ")}.`
      note({ kind: "retry", code: undefined, message })
    }
  }
}

function takeOver(
  plan: Plan,
  observations: Map<string, Observation>,
  before: readonly Judged[],
  failed: readonly Judged[],
  fresh: ReadonlyMap<string, Observation>,
): string[] {
  const passed = passing(before)
  const withFresh = (judged: readonly Judged[]): Map<string, Observation> => {
    const keys = new Set(judged.flatMap(keysOf))
    return new Map([...observations].map(([key, old]) => [key, keys.has(key) ? (fresh.get(key) ?? old) : old]))
  }
  const now = passing(judgePlan(plan.checks, withFresh(failed), plan.context))
  const mended: string[] = []
  for (const judged of failed.filter((each) => now.has(each.planned.check.id))) {
    const tried = withFresh([judged])
    const after = passing(judgePlan(plan.checks, tried, plan.context))
    if (!after.has(judged.planned.check.id) || [...passed].some((id) => !after.has(id))) continue
    for (const [key, observation] of tried) observations.set(key, observation)
    for (const id of after) passed.add(id)
    mended.push(judged.planned.check.id)
  }
  return mended
}

function passing(judged: readonly Judged[]): Set<string> {
  return new Set(judged.flatMap(({ verdict, planned }) => (verdict.status === "pass" ? [planned.check.id] : [])))
}

function keysOf({ planned }: Judged): string[] {
  return Object.values(planned.probes)
}

function canRepeat(plan: Plan, judged: Judged): boolean {
  return keysOf(judged).every((key) => {
    const spec = plan.probes.get(key)
    return spec !== undefined && mayRepeat(spec)
  })
}
