import type { BlockCell, CellState, GradingPolicy, Override } from "../model.js"

/** The states in words, for people. */
export const STATE_WORDS: Readonly<Record<CellState, string>> = {
  proven: "proven",
  kept: "kept from before",
  overridden: "set by a person",
  unobserved: "not observed",
  none: "not tried",
}

/** Whether there is a result at all. What was never seen has no points, and so no zero. */
export function hasResult({ state }: { readonly state: CellState }): boolean {
  return state !== "unobserved" && state !== "none"
}

/** Whether a sum of these cells says what a student has: not where something could not be seen, for that would be a zero in disguise. */
export function isComplete(cells: readonly { readonly state: CellState }[]): boolean {
  return cells.some(hasResult) && cells.every(({ state }) => state !== "unobserved")
}

/** All that explains the points of a cell, in sentences. */
export function reasonOf(cell: BlockCell): string | undefined {
  const { because, override, late, assisted, source } = cell
  const parts = [
    because,
    // What the gradebook already says is not said twice.
    ...(override === undefined || because?.includes(override.why) ? [] : [overrideWords(override)]),
    ...(late === undefined || late.days === 0 || because?.includes(" late") ? [] : [lateWords(cell, late)]),
    ...(assisted === 0 ? [] : [`${assisted} of the points came by catch-up.`]),
    ...(source === "submission" ? ["Self-reported by a submission."] : []),
  ]
  return parts.filter((part) => part !== undefined && part !== "").join(" ") || undefined
}

/** Who set points, when and why. */
export function overrideWords({ points, who, at, why }: Override): string {
  return `Set to ${points} by ${who} on ${dayOf(at)}: ${why}`
}

function lateWords({ raw }: BlockCell, { days, factor }: NonNullable<BlockCell["late"]>): string {
  return `${days} ${days === 1 ? "day" : "days"} late: ${percentOf(factor)} of ${raw} count.`
}

/** The late policy in one sentence. */
export function policyWords({ late, count }: GradingPolicy): string {
  const counts = count === "best" ? "The best attempt of each block counts." : "The newest proven result counts."
  if (late.kind === "none") return `${counts} Being late costs nothing.`
  const { percentPerDay, graceDays } = late
  const grace = graceDays === 0 ? "" : ` after ${graceDays} grace ${graceDays === 1 ? "day" : "days"}`
  return `${counts} Being late costs ${percentPerDay} % of the points earned for each day begun${grace}.`
}

export function dayOf(iso: string): string {
  return iso.slice(0, 10)
}

function percentOf(factor: number): string {
  return `${Math.round(factor * 1000) / 10} %`
}

/** `Block 5` of `block5`; ids of another kind stay. */
export function blockName(id: string): string {
  return id.replace(/^block(\d+)$/, "Block $1")
}

/** The id of a block by its name. */
export function blockIdOf(name: string): string {
  return name.replace(/^Block (\d+)$/, "block$1")
}
