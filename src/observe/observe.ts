import type { Judged, Observations } from "../engine/judge.js"
import { LiveJudge } from "../engine/live-judge.js"
import type { HostRole, Observation } from "../engine/observation.js"
import type { Plan } from "../engine/plan.js"
import { fixtureOf, isActive } from "../engine/probe.js"
import type { HostResult } from "../engine/report.js"
import { CourseError } from "../errors/course-error.js"
import type { Inventory } from "../inventory/inventory.js"
import type { Transport } from "../transport/ports.js"
import { interrupted, unobservedBecause } from "../transport/unobserved.js"
import { act } from "./act.js"
import type { ObserveEvent } from "./events.js"
import { HostPool } from "./host-pool.js"
import { isHostProbe, look, type HostProbe, type Tell } from "./look.js"
import { withFixture } from "./with-fixture.js"

export interface ObserveDeps {
  inventory: Inventory
  transports: Transport
  /** What the person answered, by the id of the question. */
  answers: Readonly<Record<string, Readonly<Record<string, string>> | undefined>>
  signal?: AbortSignal
  /** Called once for each probe of the plan, the moment its observation is there. */
  onObservation?: (key: string, observation: Observation) => void
  /** Called with each check of the plan, the moment it can be judged. */
  onJudged?: (judged: Judged) => void
  onEvent?: (event: ObserveEvent) => void
  /** Connections to use and to leave open; without it, the run makes its own and closes them. */
  pool?: HostPool
}

export interface Observed {
  /** One for each probe of the plan. */
  readonly observations: Observations
  readonly hosts: HostResult[]
}

/**
 * Makes all observations of a plan. First, on all hosts at once, the passive ones; then, fixture by fixture, those that need one; and
 * at last what acts, one after the other. Never throws because of a host: what cannot be seen is an observation too.
 */
export async function observePlan(plan: Plan, deps: ObserveDeps): Promise<Observed> {
  const { signal, onEvent } = deps
  const observations = new Map<string, Observation>()
  const live = new LiveJudge(plan, deps.onJudged)
  const tell: Tell = (key, observation) => {
    if (observations.has(key)) return
    observations.set(key, observation)
    live.observed(key, observation)
    deps.onObservation?.(key, observation)
  }
  const pool = deps.pool ?? new HostPool(deps)
  const options = { pool, tell, signal, onEvent, isPointless: (key: string) => live.isPointless(key) }
  try {
    giveAnswers(plan, deps.answers, tell)
    const probes = hostProbes(plan)
    const free = probes.filter(({ spec }) => fixtureOf(spec) === undefined)
    const passive = new Map<HostRole, Promise<void>>()
    for (const role of new Set(probes.map(({ spec }) => spec.host))) {
      const mine = free.filter(({ spec }) => spec.host === role && !isActive(spec))
      if (mine.length > 0) passive.set(role, lookPassively(pool, role, mine, tell, signal))
    }
    const quiet = Promise.all(passive.values())
    // What acts waits until nobody looks any more; hosts do not wait for each other's fixtures.
    const fixtureHosts = new Set([...plan.fixtures.values()].map(({ host }) => host))
    const elsewhere = quiet.then(() =>
      act(
        free.filter(({ spec }) => !fixtureHosts.has(spec.host)),
        options,
      ),
    )
    elsewhere.catch(() => undefined)
    for (const fixture of plan.fixtures.values()) {
      const startKeys = [...plan.probes].flatMap(([key, spec]) =>
        spec.kind === "fixture" && spec.during === fixture.id ? [key] : [],
      )
      const bound = probes.filter(({ spec }) => fixtureOf(spec) === fixture.id)
      const { context, mayStart } = plan
      const looked = Promise.resolve(passive.get(fixture.host))
      await withFixture({ fixture, context, mayStart, startKeys, probes: bound, looked, quiet }, options)
    }
    await elsewhere
    await act(
      free.filter(({ spec }) => fixtureHosts.has(spec.host)),
      options,
    )
  } finally {
    if (!deps.pool) await pool.close()
  }
  for (const key of plan.probes.keys()) tell(key, leftOver(signal))
  return { observations, hosts: pool.results() }
}

function hostProbes(plan: Plan): HostProbe[] {
  return [...plan.probes].flatMap(([key, spec]) => (isHostProbe(spec) ? [{ key, spec }] : []))
}

function giveAnswers(plan: Plan, answers: ObserveDeps["answers"], tell: Tell): void {
  for (const [key, spec] of plan.probes) {
    if (spec.kind === "answer") tell(key, { status: "answer", fields: answers[spec.id] ?? null })
  }
}

async function lookPassively(
  pool: HostPool,
  role: HostRole,
  probes: readonly HostProbe[],
  tell: Tell,
  signal: AbortSignal | undefined,
): Promise<void> {
  try {
    await look(await pool.connection(role), probes, tell, signal)
  } catch (error) {
    if (!(error instanceof CourseError)) throw error
    for (const { key } of probes) tell(key, unobservedBecause(error))
  }
}

/** Nothing should be left over, unless the run was stopped: then each probe says so. */
function leftOver(signal: AbortSignal | undefined): Observation {
  if (signal?.aborted) return unobservedBecause(interrupted())
  return unobservedBecause(new CourseError("COURSE_BUG", "The plan holds a probe that nothing observes."))
}
