import type { CheckResult } from "../../engine/report.js"
import type { Claim, GradingStore } from "../model.js"

/** Results of one moment are written together: a write costs the database more than what is in it. */
const BATCH_MS = 120

/** Hands results to the gradebook as they come, a batch at a time and one batch after the other. */
export class NoteWriter {
  readonly #store: Pick<GradingStore, "note">
  readonly #claim: Claim
  readonly #onFault: (error: unknown) => void
  #waiting = new Map<string, CheckResult>()
  #timer: NodeJS.Timeout | undefined
  #writing: Promise<void> = Promise.resolve()
  #fault: { error: unknown } | undefined

  /** @param onFault called once, when the gradebook takes no more */
  constructor(store: Pick<GradingStore, "note">, claim: Claim, onFault: (error: unknown) => void) {
    this.#store = store
    this.#claim = claim
    this.#onFault = onFault
  }

  add(result: CheckResult): void {
    this.#waiting.set(result.id, result)
    if (!this.#fault) this.#timer ??= setTimeout(() => this.#write(), BATCH_MS)
  }

  /** Waits until all that was added is written. @throws what the gradebook threw */
  async flush(): Promise<void> {
    clearTimeout(this.#timer)
    this.#write()
    await this.#writing
    if (this.#fault) throw this.#fault.error
  }

  /** Lets go of what is not written yet: the whole attempt takes its place, or somebody else makes it. */
  async drop(): Promise<void> {
    clearTimeout(this.#timer)
    this.#waiting.clear()
    await this.#writing
  }

  #write(): void {
    this.#timer = undefined
    this.#writing = this.#writing.then(async () => {
      if (this.#fault || this.#waiting.size === 0) return
      const results = [...this.#waiting.values()]
      this.#waiting = new Map()
      try {
        await this.#store.note(this.#claim, results)
      } catch (error) {
        this.#fault = { error }
        this.#onFault(error)
      }
    })
  }
}
