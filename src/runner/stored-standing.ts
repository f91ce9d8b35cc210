import type { StandingOf } from "../notes/standing.js"
import type { Standing } from "./known.js"
import type { Progress } from "./progress.js"

/** They say nothing about what the student did. */
const UNTOLD: ReadonlySet<Standing> = new Set(["error", "absent", "not-here"])

/**
 * How steps stood when they were last looked at, for who reads the notes.
 * @param outcomesOf the ids of what proves a step
 */
export function storedStanding(
  { checks, steps }: Progress,
  outcomesOf: (step: string) => readonly string[],
): StandingOf {
  return (step) => {
    const outcomes = new Map(
      outcomesOf(step).flatMap((id) => {
        const standing = checks[id]?.standing
        return standing === undefined || UNTOLD.has(standing) ? [] : [[id, standing === "pass"] as const]
      }),
    )
    const { greenAt, saidAt, skippedAt } = steps[step] ?? {}
    if (skippedAt !== undefined && greenAt === undefined) return { state: "skipped", outcomes }
    return { state: greenAt === undefined && saidAt === undefined ? "open" : "done", outcomes }
  }
}
