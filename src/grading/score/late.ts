import type { GradingPolicy } from "../model.js"

const DAY_MS = 24 * 60 * 60 * 1_000

export interface Lateness {
  readonly days: number
  /** What remains of the points: 1 all, 0 none. */
  readonly factor: number
}

/** How late something is, in begun days after the days of grace, and what remains of it. */
export function lateness(at: string, due: string | undefined, late: GradingPolicy["late"]): Lateness {
  if (due === undefined || late.kind === "none") return { days: 0, factor: 1 }
  const begun = Math.ceil((Date.parse(at) - Date.parse(due)) / DAY_MS)
  const days = Math.max(0, begun - late.graceDays)
  return { days, factor: Math.max(0, 1 - (days * late.percentPerDay) / 100) }
}
