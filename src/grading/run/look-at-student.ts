import { setTimeout as sleep } from "node:timers/promises"
import type { Judged } from "../../engine/judge.js"
import { judgePlan } from "../../engine/judge.js"
import type { Observation } from "../../engine/observation.js"
import type { Plan } from "../../engine/plan.js"
import type { HostResult } from "../../engine/report.js"
import { CourseError } from "../../errors/course-error.js"
import type { Inventory } from "../../inventory/inventory.js"
import { HostPool } from "../../observe/host-pool.js"
import { observePlan } from "../../observe/observe.js"
import type { Transport } from "../../transport/ports.js"
import { interrupted, unobservedBecause } from "../../transport/unobserved.js"
import { confirmFailures } from "./confirm-failures.js"
import type { Note } from "./guarded-transport.js"
import { subPlan } from "./sub-plan.js"
import { mayRepeat, wasCutOff } from "./transient.js"

/** After this time a run that was told to stop is left to itself: it must not keep anybody waiting. */
const GRACE_MS = 20_000

export interface LookOptions {
  inventory: Inventory
  transports: Transport
  /** Aborted with the reason, when the student's time is over or the run is stopped. */
  signal: AbortSignal
  /** A failure is believed once it was seen so often. */
  repeat: number
  note: Note
  onJudged: (judged: Judged) => void
  /** How long to let pass before a failure is looked at again. */
  pauseMs?: number
}

export interface Looked {
  readonly observations: Map<string, Observation>
  readonly hosts: HostResult[]
  readonly judged: Judged[]
}

/**
 * Makes all observations of one student's plan. What a cut connection kept from being seen is looked at once more; with `repeat`,
 * so is what failed. Never throws because of a host, and returns soon after the signal is aborted, whatever the hosts do.
 */
export async function lookAtStudent(plan: Plan, options: LookOptions): Promise<Looked> {
  const { inventory, transports, signal, repeat, note, onJudged, pauseMs = 2_000 } = options
  const gone = new Set<HostResult["role"]>()
  const pool = new HostPool({
    inventory,
    transports,
    signal,
    onEvent: (event) => event.kind === "lost" && gone.add(event.role),
  })
  const observations = new Map<string, Observation>()
  /** What was judged while it was observed; empty once anything was observed anew. */
  const live = new Map<string, Judged>()
  const look = async (part: Plan, told?: (judged: Judged) => void): Promise<Map<string, Observation>> => {
    for (const role of gone) pool.forget(role)
    gone.clear()
    const seen = new Map<string, Observation>()
    const observed = observePlan(part, {
      inventory,
      transports,
      signal,
      pool,
      // The answers of students are with them.
      answers: {},
      onObservation: (key, observation) => seen.set(key, observation),
      ...(told ? { onJudged: told } : {}),
    })
    await orGiveUp(observed, signal)
    return new Map([...part.probes.keys()].map((key) => [key, reasoned(seen.get(key) ?? NEVER, signal)]))
  }
  const again = (keys: ReadonlySet<string>): Promise<Map<string, Observation>> => look(subPlan(plan, keys))
  try {
    add(
      observations,
      await look(plan, (judged) => {
        live.set(judged.planned.check.id, judged)
        onJudged(judged)
      }),
    )
    const cut = keysWhere(observations, (key, seen) => wasCutOff(seen) && repeatable(plan, key))
    if (cut.size > 0 && !signal.aborted) {
      const roles = [...new Set([...cut].map((key) => plan.probes.get(key)?.host))].join(" and ")
      const message = `The connection to ${roles} was cut: what was not seen yet was looked at again.`
      note({ kind: "retry", code: "COURSE_HOST_CLOSED", message })
      add(observations, await again(cut))
      live.clear()
    }
    if (repeat > 1) {
      live.clear()
      const pause = (): Promise<void> => sleep(pauseMs, undefined, { signal }).catch(() => undefined)
      await confirmFailures(plan, observations, { looks: repeat, again, pause, note, signal })
    }
  } finally {
    await orGiveUp(pool.close(), signal)
  }
  const hosts = pool.results().map((host) => explained(host, signal))
  const judged = plan.checks.flatMap(({ check }) => live.get(check.id) ?? [])
  // Judging is pure: what was judged once needs no second time, unless the reasons of observations changed since.
  const complete = judged.length === plan.checks.length && !signal.aborted
  return { observations, hosts, judged: complete ? judged : judgePlan(plan.checks, observations, plan.context) }
}

const NEVER: Observation = unobservedBecause(interrupted())

/** Waits for work; once it was told to stop, only for a while longer. */
async function orGiveUp(work: Promise<unknown>, signal: AbortSignal): Promise<void> {
  const over = new AbortController()
  const gaveUp = new Promise<void>((resolve) => {
    const wait = (): void => void sleep(GRACE_MS, undefined, { signal: over.signal, ref: false }).then(resolve, resolve)
    if (signal.aborted) wait()
    else signal.addEventListener("abort", wait, { once: true, signal: over.signal })
  })
  try {
    await Promise.race([work, gaveUp])
  } finally {
    over.abort()
    work.catch(() => undefined)
  }
}

/** Says why a look was stopped, where the transport only knows that it was. */
function reasoned(observation: Observation, signal: AbortSignal): Observation {
  const why: unknown = signal.reason
  if (!signal.aborted || observation.status !== "unobserved" || observation.code !== "COURSE_INTERRUPTED")
    return observation
  return why instanceof CourseError ? unobservedBecause(why) : observation
}

function explained(host: HostResult, signal: AbortSignal): HostResult {
  const why: unknown = signal.reason
  if (!signal.aborted || host.problem !== interrupted().message || !(why instanceof CourseError)) return host
  return { ...host, problem: why.message }
}

function add(all: Map<string, Observation>, more: ReadonlyMap<string, Observation>): void {
  for (const [key, observation] of more) all.set(key, observation)
}

function keysWhere(
  observations: ReadonlyMap<string, Observation>,
  holds: (key: string, observation: Observation) => boolean,
): Set<string> {
  return new Set([...observations].flatMap(([key, observation]) => (holds(key, observation) ? [key] : [])))
}

function repeatable(plan: Plan, key: string): boolean {
  const spec = plan.probes.get(key)
  return spec !== undefined && mayRepeat(spec)
}
