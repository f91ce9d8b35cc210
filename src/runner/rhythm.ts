import type { Observation } from "../engine/observation.js"

/** How long the loop rests between two looks: short enough that a step is seen green within two seconds. */
export const PAUSE_MS = 1_000
/** What takes longer is no longer a glance, and while nothing happens it is repeated the more seldom the longer it takes. */
const GLANCE_MS = 400
const SELDOM = 4
const LONGEST_MS = 20_000
/** So long after a change or a key something may happen at any moment. */
export const LIVELY_MS = 60_000
/** A host that could not be reached is not asked every second. */
const TROUBLE_MS = 3_000

/**
 * How long to wait after an observation before it is made again.
 * @param lively did something change, or was a key pressed, not long ago?
 */
export function restAfter(observation: Observation, lively: boolean): number {
  if (observation.status === "unobserved") return TROUBLE_MS
  const duration = "durationMs" in observation ? observation.durationMs : 0
  if (duration <= GLANCE_MS) return 0
  return Math.min(LONGEST_MS, lively ? duration / 2 : duration * SELDOM)
}
