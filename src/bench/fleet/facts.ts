import { loadCatalog } from "../../catalog/load-catalog.js"
import { planChecks } from "../../catalog/plan-checks.js"
import { fixtureOf, isActive, type HttpSpec, type ShellSpec, type SystemdSpec } from "../../engine/probe.js"
import type { RosterStudent } from "../../inventory/roster/roster.js"

/** A fact that both ask for: what can be told without a fixture and without acting. */
export type Fact = ShellSpec | SystemdSpec | HttpSpec

/** The words that both are asked with. */
export const BLOCKS = ["block1", "block2", "block3", "block4", "block5", "block6"] as const

/** The passive facts of blocks 1 to 6 about dev and prod of one student, as course asks them. */
export async function passiveFacts({ student, settings }: RosterStudent): Promise<Fact[]> {
  const catalog = await loadCatalog({ words: BLOCKS })
  const context = { track: student.track, settings, runSeed: "bench", workspaceSeed: "bench" }
  const plan = planChecks(catalog, context, { words: BLOCKS, hosts: [], passive: true, quick: false })
  return [...plan.probes.values()].flatMap((spec) =>
    (spec.kind === "shell" || spec.kind === "systemd" || spec.kind === "http") &&
    spec.host !== "laptop" &&
    !isActive(spec) &&
    fixtureOf(spec) === undefined
      ? [spec]
      : [],
  )
}
