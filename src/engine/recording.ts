import { z } from "zod"
import type { PlacedCheck } from "./catalog.js"
import { context } from "./context.js"
import type { Observations } from "./judge.js"
import { observation } from "./observation.js"
import type { Plan, PlannedCheck } from "./plan.js"
import { probeSpec } from "./probe.js"
import { report } from "./report.js"

export const RECORDING_SCHEMA = "course.recording/1"

/** The observations of a run with all that judging them again needs. Holds no secret: probes never return one. */
export const recording = z.object({
  schema: z.literal(RECORDING_SCHEMA),
  context,
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
  hosts: report.shape.hosts,
  /** What was planned, in order. A probe is named as its check names it, so that a corrected check still finds what was seen. */
  checks: z.array(
    z.object({
      id: z.string(),
      leftOut: z.string().optional(),
      probes: z.record(z.string(), z.string()).describe("Probe name to a key of `observations`."),
    }),
  ),
  observations: z.record(z.string(), z.object({ spec: probeSpec, observation })),
})
export type Recording = z.infer<typeof recording>

/** Packs what a plan observed, each observation once. */
export function makeRecording(
  plan: Plan,
  observations: Observations,
  facts: Pick<Recording, "startedAt" | "finishedAt" | "hosts">,
): Recording {
  const shortKeys = new Map([...observations.keys()].map((key, index) => [key, `o${index + 1}`]))
  return {
    schema: RECORDING_SCHEMA,
    context: plan.context,
    ...facts,
    checks: plan.checks.map(({ check, leftOut, probes }) => ({
      id: check.id,
      ...(leftOut === undefined ? {} : { leftOut }),
      probes: Object.fromEntries(
        Object.entries(probes).flatMap(([name, key]) => {
          const short = shortKeys.get(key)
          return short === undefined ? [] : [[name, short]]
        }),
      ),
    })),
    observations: Object.fromEntries(
      [...observations].flatMap(([key, observation]) => {
        const [short, spec] = [shortKeys.get(key), plan.probes.get(key)]
        return short === undefined || spec === undefined ? [] : [[short, { spec, observation }]]
      }),
    ),
  }
}

/**
 * The planned checks and observations of a recording, ready to be judged with the rules of today. A check that no longer exists is
 * left away and named.
 */
export function openRecording(
  recorded: Recording,
  placed: readonly PlacedCheck[],
): { checks: PlannedCheck[]; observations: Observations; unknown: string[] } {
  const byId = new Map(placed.map((place) => [place.check.id, place]))
  return {
    checks: recorded.checks.flatMap(({ id, leftOut, probes }) => {
      const place = byId.get(id)
      return place ? [{ ...place, leftOut, probes }] : []
    }),
    observations: new Map(Object.entries(recorded.observations).map(([key, { observation }]) => [key, observation])),
    unknown: recorded.checks.map(({ id }) => id).filter((id) => !byId.has(id)),
  }
}
