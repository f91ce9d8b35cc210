import type { GradingPolicy, StudentRow } from "../model.js"

export const DEFAULT_GRADES: GradingPolicy["grades"] = [
  { grade: "1.0", from: 95 },
  { grade: "1.3", from: 90 },
  { grade: "1.7", from: 85 },
  { grade: "2.0", from: 80 },
  { grade: "2.3", from: 75 },
  { grade: "2.7", from: 70 },
  { grade: "3.0", from: 65 },
  { grade: "3.3", from: 60 },
  { grade: "3.7", from: 55 },
  { grade: "4.0", from: 50 },
  { grade: "5.0", from: 0 },
]

/** The best of all attempts, nothing is late. */
export const DEFAULT_POLICY: GradingPolicy = { count: "best", due: {}, late: { kind: "none" }, grades: DEFAULT_GRADES }

/** The best grade whose percent are reached; none for a student of whom nothing was observed, or without a table. */
export function gradeOf(
  { percent, possible }: StudentRow["total"],
  grades: GradingPolicy["grades"],
): string | undefined {
  if (possible === 0) return undefined
  return [...grades].sort((a, b) => b.from - a.from).find(({ from }) => percent >= from)?.grade
}
