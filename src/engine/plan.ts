import type { PlacedCheck } from "./catalog.js"
import type { Check } from "./check.js"
import type { Context } from "./context.js"
import type { Fixture } from "./fixture.js"
import { fixtureOf, isActive, probeKey, type ProbeSpec } from "./probe.js"

export interface PlanOptions {
  /** Leave out what acts on a host. */
  passive?: boolean
  /** Leave out what takes long. */
  quick?: boolean
  /** Ids that were asked for by name: what is disruptive runs only for them. */
  named?: ReadonlySet<string>
  /** Why a check with these probes cannot be made in this run, whatever the other options say; undefined where it can. */
  leaveOut?: ((check: Check, specs: readonly ProbeSpec[]) => string | undefined) | undefined
}

/** A check with the keys of its probes. */
export interface PlannedCheck extends PlacedCheck {
  /** Probe name to probe key. */
  readonly probes: Readonly<Record<string, string>>
  /** Why it does not run this time. */
  readonly leftOut: string | undefined
}

/** What to observe, in which order. Pure data but for the fixtures. */
export interface Plan {
  readonly context: Context
  /** Every check comes after those it needs. */
  readonly checks: readonly PlannedCheck[]
  /** All probes that are to be made, by key. */
  readonly probes: ReadonlyMap<string, ProbeSpec>
  readonly fixtures: ReadonlyMap<string, Fixture>
  /** May fixtures be started, or only used where they already are? */
  readonly mayStart: boolean
}

/** Chooses what to observe for the given checks and those they need. */
export function makePlan(
  placed: readonly PlacedCheck[],
  ids: ReadonlySet<string>,
  context: Context,
  options: PlanOptions = {},
): Plan {
  const probes = new Map<string, ProbeSpec>()
  const fixtures = new Map<string, Fixture>()
  // Keys are as long as their scripts: equal ones are kept once, and found without being compared letter by letter.
  const known = new Map<string, string>()
  const keyOf = (spec: ProbeSpec): string => {
    const key = probeKey(spec)
    const same = known.get(key)
    if (same === undefined) known.set(key, key)
    return same ?? key
  }
  const checks = withNeeds(placed, ids).map((place): PlannedCheck => {
    const specs = Object.entries(place.check.probes(context)).map(([name, { spec }]) => ({
      name,
      spec,
      key: keyOf(spec),
    }))
    const asked = specs.map(({ spec }) => spec)
    const leftOut = options.leaveOut?.(place.check, asked) ?? reasonToLeaveOut(place.check.id, asked, options)
    if (leftOut === undefined) {
      for (const { key, spec } of specs) probes.set(key, spec)
      const { fixture } = place.check
      if (fixture && asked.some((spec) => fixtureOf(spec) === fixture.id)) fixtures.set(fixture.id, fixture)
    }
    return { ...place, leftOut, probes: Object.fromEntries(specs.map(({ name, key }) => [name, key])) }
  })
  return { context, checks, probes, fixtures, mayStart: options.passive !== true }
}

function reasonToLeaveOut(id: string, specs: ProbeSpec[], { passive, quick, named }: PlanOptions): string | undefined {
  const active = specs.find(isActive)
  if (!active || !("effects" in active)) return undefined
  if (passive) return "--passive leaves out what acts on a host."
  if (active.kind === "fixture") return undefined
  const disruptive = specs.some((spec) => "disruptive" in spec && spec.disruptive)
  if (disruptive && !named?.has(id))
    return `It interrupts the host (${active.effects}): run \`course check ${id}\` when it suits you.`
  const slow = specs.find((spec) => "slowMs" in spec && spec.slowMs !== undefined)
  if (quick && slow && "slowMs" in slow)
    return `It takes about ${Math.round((slow.slowMs ?? 0) / 1000)} s, and --quick leaves that out.`
  return undefined
}

/** The chosen checks and all they need, needs first, else in the order of the course. */
function withNeeds(placed: readonly PlacedCheck[], ids: ReadonlySet<string>): PlacedCheck[] {
  const byId = new Map(placed.map((place) => [place.check.id, place]))
  const ordered = new Map<string, PlacedCheck>()
  const visit = (id: string, path: readonly string[]): void => {
    const place = byId.get(id)
    if (!place || ordered.has(id) || path.includes(id)) return
    for (const need of place.check.needs) visit(need, [...path, id])
    ordered.set(id, place)
  }
  for (const { check } of placed) if (ids.has(check.id)) visit(check.id, [])
  return [...ordered.values()]
}
