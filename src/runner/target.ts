import type { Known } from "./known.js"
import type { Outline, OutlineCheck, OutlineStep } from "./outline.js"

/**
 * The check that is in the way of a step: the first that does not pass, or the one it waits for. Undefined where all pass.
 * @param check only this one, where it is asked for by name
 */
export function inTheWay(
  step: OutlineStep,
  outline: Outline,
  known: ReadonlyMap<string, Known>,
  check?: string,
): OutlineCheck | undefined {
  const mine = check === undefined ? step.checks : step.checks.filter(({ id }) => id === check)
  const open = mine.filter(({ id }) => !["pass", "not-here"].includes(known.get(id)?.standing ?? ""))
  // What was seen to be wrong comes before what nobody could look at yet.
  const first =
    open.find(({ id, decides }) => decides && known.get(id)?.standing === "fail") ??
    open.find(({ decides }) => decides) ??
    open[0]
  const waitsFor = first && known.get(first.id)?.waitsFor
  return (waitsFor === undefined ? undefined : outline.checks.get(waitsFor)) ?? first
}
