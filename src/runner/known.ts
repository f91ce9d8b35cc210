import { z } from "zod"
import { FIXTURE_ABSENT } from "../engine/fixture.js"
import { isConsequence, type Judged } from "../engine/judge.js"
import { resultOf } from "../engine/make-report.js"

/**
 * How a check stands for a student: `waiting` for another check, `absent` because what has to run for it does not, `not-here` because
 * this machine cannot show it.
 */
export const standing = z.enum(["pass", "fail", "error", "waiting", "absent", "not-here"])
export type Standing = z.infer<typeof standing>

/** What is known about a check, from the last time it was looked at. */
export const known = z.object({
  standing,
  /** What the verdict said, or why there is none. */
  message: z.string().optional(),
  hint: z.string().optional(),
  expected: z.string().optional(),
  actual: z.string().optional(),
  excerpt: z.string().optional(),
  /** The check whose failure this one only repeats. */
  waitsFor: z.string().optional(),
  /** ISO 8601, UTC. */
  at: z.iso.datetime(),
})
export type Known = z.infer<typeof known>

/** What a verdict tells; undefined where it was left out, and hence nothing was learnt. */
export function knownOf(judged: Judged, at: string): Known | undefined {
  const { planned, verdict, observations } = judged
  if (planned.leftOut !== undefined) return undefined
  const { message, because, hint, evidence } = resultOf(judged)
  const waitsFor = isConsequence(verdict) ? (because ?? "").replace(/^needs /, "") : undefined
  const absent = observations.some((each) => each.status === "unobserved" && each.code === FIXTURE_ABSENT)
  // Who waits for something that could not be seen was not seen either.
  const waiting = judged.lost ? "waiting" : "error"
  const skipped = waitsFor !== undefined ? waiting : absent ? "absent" : "not-here"
  const text = message ?? because
  return {
    standing: verdict.status === "skip" ? skipped : verdict.status,
    at,
    ...(text === undefined ? {} : { message: text }),
    ...(hint === undefined ? {} : { hint }),
    ...(verdict.status === "fail" ? evidence : {}),
    ...(waitsFor === undefined ? {} : { waitsFor }),
  }
}

/** Do two say the same to a person? */
export function saysTheSame(a: Known | undefined, b: Known): boolean {
  return (
    a !== undefined &&
    a.standing === b.standing &&
    a.message === b.message &&
    a.expected === b.expected &&
    a.actual === b.actual
  )
}

/** What is known after another look. That something could not be seen this time does not refute that it passed. */
export function learnt(before: Known | undefined, news: Known): Known {
  const unseen = news.standing === "error" || news.standing === "absent"
  return before?.standing === "pass" && unseen ? before : news
}
