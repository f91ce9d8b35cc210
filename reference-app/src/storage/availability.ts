import { faultOf } from "./database.js"
import { RowError, StoreError } from "./store.js"

export interface AvailabilityOptions {
  /** Asks the database for a sign of life. */
  readonly probe: () => Promise<unknown>
  readonly onDown: (cause: unknown) => void
  readonly onUp: () => void
}

const FIRST_PROBE_MS = 100
const SLOWEST_PROBE_MS = 1_000
/** A statement that was interrupted is asked once per connection that may be stale, and once more. */
const ATTEMPTS = 3

/**
 * Knows whether the database answers. While it does not, calls fail at once instead of piling up in front of it, and
 * one probe at a time finds out when it is back.
 */
export class Availability {
  #cause: unknown
  #down = false
  #closed = false
  #timer: NodeJS.Timeout | undefined

  constructor(private readonly options: AvailabilityOptions) {}

  get down(): boolean {
    return this.#down
  }

  /**
   * Runs a call to the database.
   * @param repeatable whether the call may run again after it was interrupted half-way.
   * @throws RowError when the database refuses the values; StoreError for everything else.
   */
  async guard<Result>(call: () => Promise<Result>, { repeatable }: { repeatable: boolean }): Promise<Result> {
    for (let attempt = 1; ; attempt++) {
      if (this.#down) throw new StoreError(this.#cause)
      try {
        return await call()
      } catch (error) {
        const fault = faultOf(error)
        if (fault === "row") throw new RowError(error)
        if (fault === "interrupted" && repeatable && attempt < ATTEMPTS) continue
        if (fault === "server-down" || fault === "interrupted") this.#goDown(error)
        throw new StoreError(error)
      }
    }
  }

  close(): void {
    this.#closed = true
    clearTimeout(this.#timer)
  }

  #goDown(cause: unknown): void {
    this.#cause = cause
    if (this.#down || this.#closed) return
    this.#down = true
    this.options.onDown(cause)
    this.#probeIn(FIRST_PROBE_MS)
  }

  #probeIn(delay: number): void {
    if (this.#closed) return
    this.#timer = setTimeout(() => void this.#probe(delay), delay)
    this.#timer.unref()
  }

  async #probe(delay: number): Promise<void> {
    try {
      await this.options.probe()
    } catch (cause) {
      this.#cause = cause
      this.#probeIn(Math.min(delay * 2, SLOWEST_PROBE_MS))
      return
    }
    this.#down = false
    this.#cause = undefined
    this.options.onUp()
  }
}
