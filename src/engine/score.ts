import type { Judged } from "./judge.js"
import type { CheckResult, Report } from "./report.js"

/** What a check gives and could have given. What could not be observed or does not apply counts for nobody. */
export function pointsOf({ planned: { check }, verdict, lost }: Judged): CheckResult["points"] {
  if (verdict.status === "pass") return { earned: check.points, possible: check.optional ? 0 : check.points }
  const counts = verdict.status === "fail" || (verdict.status === "skip" && lost)
  return { earned: 0, possible: counts && !check.optional ? check.points : 0 }
}

/** Bonus points can make up for others, yet never give more than all. */
export function scoreOf(checks: readonly CheckResult[]): Report["score"] {
  const earned = sum(checks.map(({ points }) => points.earned))
  const possible = sum(checks.map(({ points }) => points.possible))
  const percent = possible === 0 ? (earned > 0 ? 100 : 0) : Math.min(100, Math.round((earned / possible) * 1000) / 10)
  return { earned, possible, percent }
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}
