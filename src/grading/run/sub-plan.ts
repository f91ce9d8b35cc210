import type { Plan } from "../../engine/plan.js"
import { fixtureOf } from "../../engine/probe.js"

/** The part of a plan that makes some of its observations again, with the fixtures that these need. */
export function subPlan(plan: Plan, keys: ReadonlySet<string>): Plan {
  const probes = new Map([...plan.probes].filter(([key]) => keys.has(key)))
  const needed = new Set([...probes.values()].map(fixtureOf))
  return {
    ...plan,
    checks: plan.checks.filter(({ probes: asked }) => Object.values(asked).some((key) => keys.has(key))),
    probes,
    fixtures: new Map([...plan.fixtures].filter(([id]) => needed.has(id))),
  }
}
