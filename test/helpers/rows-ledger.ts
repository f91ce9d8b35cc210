import type { Outcome } from "./load.js"

/** Answers held against rows, both told apart by their confidence. */
export interface Ledger {
  /** Images that were acknowledged with 200. */
  acknowledged: number
  rows: number
  /** Acknowledged and without a row: what must never be. */
  lost: number
  /** Rows that no acknowledgement speaks of. */
  unacknowledged: number
  /** Images of requests whose answer never came: only they may have left a row without an acknowledgement. */
  unanswered: number
}

/** @param rows the confidence of every row that was made meanwhile */
export function settle(outcomes: readonly Outcome[], rows: readonly number[]): Ledger {
  const balance = new Map<number, number>()
  const add = (confidence: number, by: number): unknown => balance.set(confidence, (balance.get(confidence) ?? 0) + by)
  const acknowledged = outcomes.flatMap(({ confidences = [] }) => confidences)
  for (const confidence of acknowledged) add(confidence, -1)
  for (const confidence of rows) add(confidence, 1)
  const sum = (keep: (left: number) => boolean): number =>
    [...balance.values()].filter(keep).reduce((total, left) => total + Math.abs(left), 0)
  const unanswered = outcomes.filter(({ status }) => status === undefined).reduce((all, { images }) => all + images, 0)
  return {
    acknowledged: acknowledged.length,
    rows: rows.length,
    lost: sum((left) => left < 0),
    unacknowledged: sum((left) => left > 0),
    unanswered,
  }
}
