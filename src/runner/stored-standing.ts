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
    // Where nothing was seen and nothing said, there is nothing to tell.
    if (outcomes.size === 0 && [greenAt, saidAt, skippedAt].every((at) => at === undefined)) return undefined
    if (skippedAt !== undefined && greenAt === undefined) return { state: "skipped", outcomes }
    return { state: greenAt === undefined && saidAt === undefined ? "open" : "done", outcomes }
  }
}
