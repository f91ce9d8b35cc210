import type { Judged } from "../engine/judge.js"
import { EXIT } from "../errors/codes.js"

/** How a command that judged ends: a fault of a check outweighs a failure, a failure what could not be observed. */
export function exitCodeOf(judged: readonly Pick<Judged, "verdict">[]): number {
  const verdicts = judged.map(({ verdict }) => verdict)
  if (verdicts.some((verdict) => verdict.status === "error" && verdict.bug === true)) return EXIT.bug
  if (verdicts.some(({ status }) => status === "fail")) return EXIT.checkFailed
  return verdicts.some(({ status }) => status === "error") ? EXIT.unobserved : EXIT.ok
}
