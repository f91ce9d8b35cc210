import { context } from "../../src/engine/context.js"
import type { Fixture } from "../../src/engine/fixture.js"
import type { HostRole } from "../../src/engine/observation.js"
import type { Plan } from "../../src/engine/plan.js"
import { PROBE_DEFAULTS, type ProbeSpec, type ShellSpec } from "../../src/engine/probe.js"
import type { Host, Inventory } from "../../src/inventory/inventory.js"

/** A plan of bare probes, each under a key of the test's choice. */
export function planOf(
  probes: Record<string, ProbeSpec>,
  { fixtures = [], mayStart = true }: { fixtures?: Fixture[]; mayStart?: boolean } = {},
): Plan {
  return {
    context: context.parse({ track: "typescript", settings: {}, runSeed: "run", workspaceSeed: "workspace" }),
    checks: [],
    probes: new Map(Object.entries(probes)),
    fixtures: new Map(fixtures.map((fixture) => [fixture.id, fixture])),
    mayStart,
  }
}

export function shell(host: HostRole, script: string, more: Partial<ShellSpec> = {}): ShellSpec {
  return { kind: "shell", host, script, as: "login", ...PROBE_DEFAULTS, ...more }
}

export function inventoryOf(hosts: { dev?: Host; prod?: Host; laptop?: Host }): Inventory {
  const laptop: Host = { role: "laptop", transport: "local", user: "root", connectTimeoutMs: 5000 }
  const { settings, track } = planOf({}).context
  return { path: "/nowhere/course.yaml", track, settings, hosts: { laptop, ...hosts } }
}
