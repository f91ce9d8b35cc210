import type { Judged } from "../engine/judge.js"
import { EXIT } from "../errors/codes.js"

/**
 * How a command that judged ends: a fault of a check outweighs a failure, a failure what could not be observed. A bonus that was not
 * earned is no failure of the run.
 */
export function exitCodeOf(judged: readonly Pick<Judged, "verdict" | "planned">[]): number {
  if (judged.some(({ verdict }) => verdict.status === "error" && verdict.bug === true)) return EXIT.bug
  const counting = judged.filter(({ planned }) => !planned.check.optional && !planned.check.informational)
  if (counting.some(({ verdict }) => verdict.status === "fail")) return EXIT.checkFailed
  return counting.some(({ verdict }) => verdict.status === "error") ? EXIT.unobserved : EXIT.ok
}
