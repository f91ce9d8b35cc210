import type { CheckCell, Override } from "../model.js"
import type { OutlineCheck } from "./outline.js"
import { lookAt, type JudgedAttempt, type Look, type Standing } from "./standing.js"

/** The result of one check that counts when the attempt at `index` does. */
export function checkCell(
  standing: Standing,
  index: number,
  attempts: readonly JudgedAttempt[],
  override: Override | undefined,
  check: OutlineCheck | undefined,
): CheckCell {
  const look = lookAt(standing, index)
  const { newest, proven } = standing
  const failed = newest.result.status === "error"
  const state = override ? "overridden" : !failed ? "proven" : proven.length > 0 ? "kept" : "unobserved"
  const because = state === "kept" ? keptBecause(newest, look, attempts) : look.result.because
  const { points } = look.result
  return {
    ...look.result,
    points: override ? { earned: override.points, possible: possibleOf(points.possible, check) } : points,
    ...(because === undefined ? {} : { because }),
    state,
    judgedAt: attempts[look.index]?.judgedAt ?? look.since,
    override,
  }
}

/** A check that a person gave points for, though it was never looked at. */
export function unseenCell(check: OutlineCheck, override: Override): CheckCell {
  const { id, title, block, step, host, optional, informational } = check
  return {
    id,
    title,
    block,
    step,
    host,
    optional,
    informational,
    status: "skip",
    because: "It was never looked at.",
    points: { earned: override.points, possible: possibleOf(0, check) },
    durationMs: 0,
    state: "overridden",
    judgedAt: override.at,
    override,
  }
}

function possibleOf(judged: number, check: OutlineCheck | undefined): number {
  return judged > 0 || check === undefined || check.optional ? judged : check.points
}

function keptBecause(newest: Look, look: Look, attempts: readonly JudgedAttempt[]): string {
  const day = (index: number): string => attempts[index]?.at.slice(0, 10) ?? ""
  const reason = newest.result.because ?? "It could not be observed."
  return `Not observed on ${day(newest.index)} (${withoutStop(reason)}); the result of ${day(look.index)} stands.`
}

export function withoutStop(sentence: string): string {
  return sentence.replace(/\.$/, "")
}
