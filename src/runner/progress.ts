import { z } from "zod"
import { known, learnt, saysTheSame, type Known } from "./known.js"

export const PROGRESS_VERSION = 1

const when = z.iso.datetime()

const checkProgress = known.extend({
  /** When it passed for the first time. */
  greenAt: when.optional(),
})

const stepProgress = z.object({
  /** When all that proves it passed for the first time. */
  greenAt: when.optional(),
  /** A person said that it is done, where nothing can prove it. */
  saidAt: when.optional(),
  skippedAt: when.optional(),
})

const hintTaken = z.object({ check: z.string(), rung: z.number().int().min(1), at: when })
export type HintTaken = z.infer<typeof hintTaken>

/** What a workspace remembers of a student's way: `.course/progress.json`. */
export const progress = z.object({
  version: z.literal(PROGRESS_VERSION),
  /** The step that is open. */
  place: z.object({ step: z.string(), at: when }).optional(),
  checks: z.record(z.string(), checkProgress),
  steps: z.record(z.string(), stepProgress),
  hints: z.array(hintTaken),
})
export type Progress = z.infer<typeof progress>
export type StepProgress = z.infer<typeof stepProgress>

export const NO_PROGRESS: Progress = { version: PROGRESS_VERSION, checks: {}, steps: {}, hints: [] }

/** Something that was learnt or done. Changes of two runs at once can be applied in any order. */
export type Change =
  | { kind: "seen"; checks: Readonly<Record<string, Known>> }
  | { kind: "place"; step: string; at: string }
  | { kind: "green" | "said" | "skipped"; step: string; at: string }
  | { kind: "hint"; check: string; rung: number; at: string }

/** The progress after a change. */
export function applyChange(before: Progress, change: Change): Progress {
  switch (change.kind) {
    case "seen":
      return { ...before, checks: { ...before.checks, ...merged(before, change.checks) } }
    case "place":
      if (before.place && before.place.at > change.at) return before
      return { ...before, place: { step: change.step, at: change.at } }
    case "green":
    case "said":
    case "skipped": {
      const key = `${change.kind}At` as const
      const step = before.steps[change.step] ?? {}
      // What is done is no longer skipped; the first time is the one that counts.
      const kept = { ...step }
      if (change.kind !== "skipped") delete kept.skippedAt
      return { ...before, steps: { ...before.steps, [change.step]: { [key]: change.at, ...kept } } }
    }
    case "hint":
      return {
        ...before,
        hints: [...before.hints, { check: change.check, rung: change.rung, at: change.at }],
      }
  }
}

/** Does a change hold more than a later time of the same? */
export function isNews(before: Progress, change: Change): boolean {
  if (change.kind === "seen")
    return Object.entries(change.checks).some(([id, seen]) => {
      const old = before.checks[id]
      return !saysTheSame(old, worthKeeping(old, seen))
    })
  return true
}

/** The highest rung that was taken for a check; 0 for none. */
export function rungTaken({ hints }: Progress, check: string): number {
  return Math.max(0, ...hints.filter((hint) => hint.check === check).map(({ rung }) => rung))
}

/** What was seen is worth more than that nothing could be seen later: hints tell it while a host is away. */
function worthKeeping(old: Known | undefined, seen: Known): Known {
  return old && seen.standing === "error" ? old : learnt(old, seen)
}

function merged(before: Progress, checks: Readonly<Record<string, Known>>): Progress["checks"] {
  return Object.fromEntries(
    Object.entries(checks).map(([id, seen]) => {
      const old = before.checks[id]
      const first = [old?.greenAt, seen.standing === "pass" ? seen.at : undefined].filter((at) => at !== undefined)
      const newest = old && old.at > seen.at ? old : worthKeeping(old, seen)
      const greenAt = first.sort()[0]
      return [id, { ...newest, ...(greenAt === undefined ? {} : { greenAt }) }]
    }),
  )
}
