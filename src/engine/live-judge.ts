import { isConsequence, judgeCheck, type Judged } from "./judge.js"
import type { Observation } from "./observation.js"
import type { Plan, PlannedCheck } from "./plan.js"

/** A check that is not judged yet, and how much keeps it from that. */
interface Open {
  readonly planned: PlannedCheck
  /** Its place in the plan. */
  readonly index: number
  /** Probes that were not seen, and needs that were not judged. */
  missing: number
}

/** Judges each check of a plan the moment that all it looks at has been seen. */
export class LiveJudge {
  readonly #plan: Plan
  readonly #onJudged: (judged: Judged) => void
  readonly #observations = new Map<string, Observation>()
  readonly #judged = new Map<string, Judged>()
  readonly #open: Map<string, Open>
  /** Who reads a probe, by its key. */
  readonly #readers = new Map<string, Open[]>()
  /** Who needs a check, by its id. */
  readonly #needers = new Map<string, Open[]>()
  /** Checks that nothing was missing for from the start. */
  #ready: Open[]

  constructor(plan: Plan, onJudged: (judged: Judged) => void = () => undefined) {
    this.#plan = plan
    this.#onJudged = onJudged
    this.#open = new Map(
      plan.checks.map((planned, index) => [planned.check.id, { planned, index, missing: 0 }] as const),
    )
    for (const open of this.#open.values()) {
      const { leftOut, probes, check } = open.planned
      if (leftOut === undefined) for (const key of new Set(Object.values(probes))) waitFor(open, this.#readers, key)
      for (const id of new Set(check.needs)) if (this.#open.has(id)) waitFor(open, this.#needers, id)
    }
    this.#ready = [...this.#open.values()].filter(({ missing }) => missing === 0)
  }

  /** Takes one observation in. @param key as in the plan */
  observed(key: string, observation: Observation): void {
    const isNew = !this.#observations.has(key)
    this.#observations.set(key, observation)
    const ready = this.#ready
    this.#ready = []
    if (isNew) ready.push(...released(this.#readers.get(key)))
    this.#judge(ready)
  }

  /**
   * Will nobody read this probe, because every check that would is held up by a need that did not pass? Then there is no reason to act
   * on a host for it. What is not judged yet holds nothing up.
   * @param key as in the plan
   */
  isPointless(key: string): boolean {
    const readers = this.#readers.get(key) ?? []
    return readers.length > 0 && readers.every(({ planned }) => this.#isHeldUp(planned))
  }

  #isHeldUp(planned: PlannedCheck): boolean {
    const { verdict } = judgeCheck(planned, new Map(), this.#plan.context, (id) => this.#judged.get(id))
    if (verdict.status === "skip" && isConsequence(verdict)) return true
    // A need that is itself held up will never be seen, hence never pass.
    return planned.check.needs.some((id) => {
      const open = this.#open.get(id)
      return open !== undefined && open.planned.leftOut === undefined && this.#isHeldUp(open.planned)
    })
  }

  /** In the order of the plan, which has needs first: whoever waits for one of them comes after it. */
  #judge(ready: Open[]): void {
    const queue = ready.sort((a, b) => a.index - b.index)
    for (let next = queue.shift(); next; next = queue.shift()) {
      const { planned } = next
      const judged = judgeCheck(planned, this.#observations, this.#plan.context, (id) => this.#judged.get(id))
      this.#open.delete(planned.check.id)
      this.#judged.set(planned.check.id, judged)
      this.#onJudged(judged)
      queue.push(...released(this.#needers.get(planned.check.id)))
      queue.sort((a, b) => a.index - b.index)
    }
  }
}

function waitFor(open: Open, waiting: Map<string, Open[]>, what: string): void {
  open.missing += 1
  const others = waiting.get(what)
  if (others) others.push(open)
  else waiting.set(what, [open])
}

/** Those of the waiting ones for whom this was the last that was missing. */
function released(waiting: readonly Open[] = []): Open[] {
  return waiting.filter((open) => --open.missing === 0)
}
