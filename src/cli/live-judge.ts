import { judgeCheck, type Judged } from "../engine/judge.js"
import type { Observation } from "../engine/observation.js"
import type { Plan, PlannedCheck } from "../engine/plan.js"

/** Judges each check of a plan the moment that all it looks at has been seen. */
export class LiveJudge {
  readonly #plan: Plan
  readonly #onJudged: (judged: Judged) => void
  readonly #observations = new Map<string, Observation>()
  readonly #judged = new Map<string, Judged>()
  #open: PlannedCheck[]

  constructor(plan: Plan, onJudged: (judged: Judged) => void) {
    this.#plan = plan
    this.#onJudged = onJudged
    this.#open = [...plan.checks]
  }

  /** Takes one observation in. @param key as in the plan */
  observed(key: string, observation: Observation): void {
    this.#observations.set(key, observation)
    // The plan has needs first, hence one pass is enough.
    this.#open = this.#open.filter((planned) => !this.#settle(planned))
  }

  #settle(planned: PlannedCheck): boolean {
    const seen = Object.values(planned.probes).every((key) => this.#observations.has(key))
    if (planned.leftOut === undefined && !seen) return false
    const waits = planned.check.needs.some(
      (id) => this.#open.some(({ check }) => check.id === id) && !this.#judged.has(id),
    )
    if (waits) return false
    const judged = judgeCheck(planned, this.#observations, this.#plan.context, (id) => this.#judged.get(id))
    this.#judged.set(planned.check.id, judged)
    this.#onJudged(judged)
    return true
  }
}
