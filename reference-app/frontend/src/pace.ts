import type { Budget } from "./headers.js"

/** Requests that the live reading leaves for submitting, correcting and the history. */
const RESERVE = 20

/**
 * How long the live reading waits before its next request, in milliseconds. While more than half of the budget is left it
 * does not wait; then it spreads what is left over the time until the counting starts anew.
 */
export function pauseAfter(budget: Budget | undefined): number {
  if (budget === undefined || budget.remaining > budget.limit / 2) return 0
  const spare = budget.remaining - Math.min(RESERVE, budget.limit / 4)
  return Math.ceil((budget.resetSeconds * 1000) / Math.max(1, spare))
}
