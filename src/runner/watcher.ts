import type { PlacedCheck } from "../engine/catalog.js"
import type { Context } from "../engine/context.js"
import { judgeCheck, type Judged } from "../engine/judge.js"
import type { Observation } from "../engine/observation.js"
import { makePlan, type Plan } from "../engine/plan.js"
import { fixtureOf } from "../engine/probe.js"
import { knownOf, saysTheSame, type Known } from "./known.js"
import { LIVELY_MS, PAUSE_MS, restAfter } from "./rhythm.js"

const SWEEP_MS = 25_000
/** Knowledge that stays the same is told again this often, so that its age is right. */
const TELL_AGAIN_MS = 10_000
/** Results of a look that takes long are judged before its end. */
const JUDGE_SOON_MS = 150

export interface WatcherOptions {
  placed: readonly PlacedCheck[]
  context: Context
  /** Observes a plan over connections that stay. Never throws because of a host. */
  look: (plan: Plan, onObservation: (key: string, observation: Observation) => void) => Promise<void>
  /** Hears what was learnt. */
  onSeen: (seen: Record<string, Known>) => void
  /** Something went wrong that is not a host's fault. */
  onError: (error: unknown) => void
}

interface Seen {
  observation: Observation
  /** When to look again, on the clock of `performance`. */
  dueAt: number
}

/**
 * The background loop. Looks about once a second at what the open step needs, and every now and then at what was green before. Only looks,
 * unless it is told to act.
 */
export class Watcher {
  readonly #options: WatcherOptions
  readonly #seen = new Map<string, Seen>()
  readonly #inFlight = new Set<string>()
  readonly #told = new Map<string, { known: Known; at: number }>()
  readonly #looks = new Set<Promise<void>>()
  #timer: NodeJS.Timeout | undefined
  #plan: Plan | undefined
  #planKey = ""
  #open: readonly string[] = []
  #known: ReadonlyMap<string, Known> = new Map()
  #sweepIds: readonly string[] = []
  #sweepAt = 0
  #doubted = new Set<string>()
  #changedAt = performance.now()
  #acting = false
  #closed = false

  constructor(options: WatcherOptions) {
    this.#options = options
  }

  /**
   * Says what to look at from now on.
   * @param open checks of the open step
   * @param sweep checks to look at now and then
   */
  watch(open: readonly string[], sweep: readonly string[], known: ReadonlyMap<string, Known>): void {
    this.#open = open
    this.#sweepIds = sweep
    this.#known = known
    // A need that passed in the meantime is no longer looked at.
    const key = [...open, "|", ...this.#unmet()].join(" ")
    if (key === this.#planKey) return
    this.#planKey = key
    this.#plan = this.#passivePlan(open)
  }

  /** Somebody is there: what takes long is looked at more often for a while. */
  stir(): void {
    this.#changedAt = performance.now()
  }

  #isLively(): boolean {
    return performance.now() - this.#changedAt < LIVELY_MS
  }

  /** Looks at once, whatever was seen a moment ago. */
  lookNow(): void {
    for (const key of this.#plan?.probes.keys() ?? []) this.#seen.delete(key)
    this.#tick()
  }

  /** Looks once at all given checks, such as those of a whole block. */
  async survey(ids: readonly string[]): Promise<void> {
    if (ids.length > 0) await this.#start(this.#passivePlan(ids), undefined)
  }

  /** Carries out checks that act, alone: what looks has to end before and begins afterwards. */
  async act(ids: readonly string[]): Promise<void> {
    this.#acting = true
    try {
      await Promise.all(this.#looks)
      const wanted = new Set(ids)
      const plan = makePlan(this.#unmetAnd(wanted), wanted, this.#options.context, { named: wanted })
      await this.#observe(plan, [...plan.probes.keys()])
    } finally {
      this.#acting = false
      this.lookNow()
    }
  }

  /** Ends the loop and waits for what is under way. */
  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#timer)
    await Promise.all(this.#looks)
  }

  #tick(): void {
    clearTimeout(this.#timer)
    if (this.#closed) return
    this.#timer = setTimeout(() => this.#tick(), PAUSE_MS)
    if (this.#acting) return
    const now = performance.now()
    if (this.#plan) void this.#start(this.#plan, now)
    if (this.#sweepIds.length === 0 || now < this.#sweepAt) return
    // The first sweep comes after a while: the survey has just looked at everything.
    if (this.#sweepAt > 0) void this.#start(this.#passivePlan(this.#sweepIds), now)
    this.#sweepAt = now + SWEEP_MS
  }

  /** Begins a look at what of a plan is due; at all of it without a time. */
  #start(plan: Plan, now: number | undefined): Promise<void> {
    const due = [...plan.probes.keys()].filter(
      (key) => !this.#inFlight.has(key) && (now === undefined || (this.#seen.get(key)?.dueAt ?? 0) <= now),
    )
    const look = this.#observe(plan, due)
      .catch(this.#options.onError)
      .finally(() => this.#looks.delete(look))
    this.#looks.add(look)
    return look
  }

  async #observe(plan: Plan, keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return
    const wanted = new Set(keys)
    const probes = new Map([...plan.probes].filter(([key]) => wanted.has(key)))
    const during = new Set([...probes.values()].map(fixtureOf))
    const fixtures = new Map([...plan.fixtures].filter(([id]) => during.has(id)))
    for (const key of keys) this.#inFlight.add(key)
    let soon: NodeJS.Timeout | undefined
    try {
      await this.#options.look({ ...plan, probes, fixtures }, (key, observation) => {
        this.#inFlight.delete(key)
        this.#seen.set(key, { observation, dueAt: performance.now() + restAfter(observation, this.#isLively()) })
        soon ??= setTimeout(() => {
          soon = undefined
          this.#judge(plan)
        }, JUDGE_SOON_MS)
      })
    } finally {
      clearTimeout(soon)
      for (const key of keys) this.#inFlight.delete(key)
    }
    if (!this.#closed) this.#judge(plan)
  }

  /** Judges what of a plan is completely seen and tells what is new. */
  #judge(plan: Plan): void {
    const inPlan = new Set(plan.checks.map(({ check }) => check.id))
    const observations = new Map([...this.#seen].map(([key, { observation }]) => [key, observation]))
    const results = new Map<string, Judged>()
    for (const planned of plan.checks) {
      const keys = planned.leftOut === undefined ? Object.values(planned.probes) : []
      const seen = keys.every((key) => observations.has(key) && !this.#inFlight.has(key))
      const ready = planned.check.needs.every((id) => !inPlan.has(id) || results.has(id))
      if (seen && ready)
        results.set(
          planned.check.id,
          judgeCheck(planned, observations, plan.context, (id) => results.get(id)),
        )
    }
    this.#tell([...results.values()])
  }

  #tell(judged: readonly Judged[]): void {
    const at = new Date().toISOString()
    const now = performance.now()
    const news: Record<string, Known> = {}
    for (const each of judged) {
      const { id } = each.planned.check
      const known = knownOf(each, at)
      if (!known || this.#isDoubtful(id, known)) continue
      const before = this.#told.get(id)
      if (before && saysTheSame(before.known, known) && now - before.at < TELL_AGAIN_MS) continue
      if (!before || !saysTheSame(before.known, known)) this.#changedAt = now
      this.#told.set(id, { known, at: now })
      news[id] = known
    }
    if (Object.keys(news).length > 0) this.#options.onSeen(news)
  }

  /** What was green and is not any more is looked at once again before anybody is told: somebody may just be in the middle of a change. */
  #isDoubtful(id: string, { standing }: Known): boolean {
    const lost = this.#known.get(id)?.standing === "pass" && standing === "fail" && !this.#open.includes(id)
    if (!lost) {
      this.#doubted.delete(id)
      return false
    }
    if (this.#doubted.has(id)) return false
    this.#doubted.add(id)
    setTimeout(() => {
      if (!this.#closed && !this.#acting) void this.#start(this.#passivePlan([...this.#doubted]), undefined)
    }, PAUSE_MS).unref()
    return true
  }

  #passivePlan(ids: readonly string[]): Plan {
    const wanted = new Set(ids)
    return makePlan(this.#unmetAnd(wanted), wanted, this.#options.context, { passive: true })
  }

  /** The checks in question and those that do not pass: only among them are needs worth looking at. */
  #unmetAnd(wanted: ReadonlySet<string>): PlacedCheck[] {
    return this.#options.placed.filter(
      ({ check }) => wanted.has(check.id) || this.#known.get(check.id)?.standing !== "pass",
    )
  }

  #unmet(): string[] {
    return this.#unmetAnd(new Set()).map(({ check }) => check.id)
  }
}
