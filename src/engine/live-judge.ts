import { isConsequence, judgeCheck, type Judged } from "./judge.js"
import type { Observation } from "./observation.js"
import type { Plan, PlannedCheck } from "./plan.js"

/** Judges each check of a plan the moment that all it looks at has been seen. */
export class LiveJudge {
  readonly #plan: Plan
  readonly #onJudged: (judged: Judged) => void
  readonly #observations = new Map<string, Observation>()
  readonly #judged = new Map<string, Judged>()
  #open: PlannedCheck[]

  constructor(plan: Plan, onJudged: (judged: Judged) => void = () => undefined) {
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

  /**
   * Will nobody read this probe, because every check that would is held up by a need that did not pass? Then there is no reason to act
   * on a host for it. What is not judged yet holds nothing up.
   * @param key as in the plan
   */
  isPointless(key: string): boolean {
    const readers = this.#plan.checks.filter(
      ({ leftOut, probes }) => leftOut === undefined && Object.values(probes).includes(key),
    )
    return readers.length > 0 && readers.every((planned) => this.#isHeldUp(planned))
  }

  #isHeldUp(planned: PlannedCheck): boolean {
    const { verdict } = judgeCheck(planned, new Map(), this.#plan.context, (id) => this.#judged.get(id))
    if (verdict.status === "skip" && isConsequence(verdict)) return true
    // A need that is itself held up will never be seen, hence never pass.
    return this.#open.some(
      (open) => open.leftOut === undefined && planned.check.needs.includes(open.check.id) && this.#isHeldUp(open),
    )
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
