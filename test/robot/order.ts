import type { CheckResult } from "../../src/engine/report.js"
import { describe as tell, holds } from "../matrix/judge-state.js"
import type { Track } from "../../src/engine/context.js"
import { ahead } from "../matrix/ahead.js"
import { early } from "./early.js"
import type { Results } from "./examiner.js"

/** Of two steps, which comes first: `5.4.6` before `5.4.10`, `5.9.1` before `6.1.1`. Negative where `a` does. */
export function compareSteps(a: string, b: string): number {
  const [left, right] = [a, b].map((id) => id.split(".").map(Number)) as [number[], number[]]
  return left.map((number, index) => number - (right[index] ?? 0)).find((difference) => difference !== 0) ?? 0
}

/** What of a step's outcomes does not hold at its end, one line each. */
export function missing(outcomes: readonly string[], results: Results): string[] {
  return outcomes.flatMap((id) => {
    const check = results.get(id)
    if (check === undefined || check.informational) return []
    return holds(check, results) ? [] : [`${id} does not hold: ${tell(check)}`]
  })
}

/** What holds although its step is still to come, and is not declared to, one line each. */
export function tooEarly(step: string, results: Iterable<CheckResult>, track: Track): string[] {
  return [...results].flatMap((check) => {
    if (check.informational || check.status !== "pass" || compareSteps(check.step, step) <= 0) return []
    if (isDeclared(check.id, step, track)) return []
    return [`${check.id} holds after ${step} already, and belongs to ${check.step}`]
  })
}

/** Whether an outcome may hold at the end of a step that is not its own: on these hosts always, or from an earlier step on. */
export function isDeclared(id: string, step: string, track: Track): boolean {
  const entry = early[id]
  if (entry !== undefined && (entry.only ?? track) === track) return compareSteps(entry.from, step) <= 0
  const always = ahead[id]
  return always !== undefined && (always.only ?? track) === track
}
