import type { Observation } from "../engine/observation.js"

/** How long the loop rests between two looks: short enough that a step is seen green within two seconds. */
export const PAUSE_MS = 1_000
/** What takes longer is no longer a glance, and is repeated the more seldom the longer it takes. */
const GLANCE_MS = 400
const SELDOM = 6
const LONGEST_MS = 30_000
/** A host that could not be reached is not asked every second. */
const TROUBLE_MS = 3_000

/** How long to wait after an observation before it is made again. */
export function restAfter(observation: Observation): number {
  if (observation.status === "unobserved") return TROUBLE_MS
  const duration = "durationMs" in observation ? observation.durationMs : 0
  return duration <= GLANCE_MS ? 0 : Math.min(LONGEST_MS, duration * SELDOM)
}
