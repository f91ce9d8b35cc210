/** How the work of one caller ended. */
export type Outcome<Result> =
  { readonly ok: true; readonly results: readonly Result[] } | { readonly ok: false; readonly error: unknown }

export interface GrouperOptions<Item, Result> {
  /** Does the work of several callers at once. @returns one outcome per caller, in their order. */
  readonly run: (groups: readonly (readonly Item[])[]) => Promise<readonly Outcome<Result>[]>
  /** Runs at the same time. */
  readonly concurrency: number
  /** Items in one run; one caller's items always stay together. */
  readonly mostPerRun: number
  /** Items that may wait for a run. */
  readonly mostWaiting: number
  readonly whenFull: () => Error
}

interface Entry<Item, Result> {
  readonly items: readonly Item[]
  readonly resolve: (results: readonly Result[]) => void
  readonly reject: (error: unknown) => void
}

/**
 * Does the work of callers that come together in one go. A run starts as soon as the event loop has heard everybody
 * who came in the same turn, so one caller alone waits for nobody; who comes while all runs are busy shares the next.
 */
export class Grouper<Item, Result> {
  #waiting: Entry<Item, Result>[] = []
  #items = 0
  #running = 0
  #scheduled = false
  #idle: (() => void)[] = []

  constructor(private readonly options: GrouperOptions<Item, Result>) {}

  /** @returns the results of these items; rejects at once with `whenFull` when too many items wait already. */
  add(items: readonly Item[]): Promise<readonly Result[]> {
    if (items.length === 0) return Promise.resolve([])
    if (this.#items + items.length > this.options.mostWaiting) return Promise.reject(this.options.whenFull())
    return new Promise((resolve, reject) => {
      this.#waiting.push({ items, resolve, reject })
      this.#items += items.length
      this.#schedule()
    })
  }

  /** Resolves when nothing waits and nothing runs. */
  async idle(): Promise<void> {
    while (this.#running > 0 || this.#waiting.length > 0) await new Promise<void>((resolve) => this.#idle.push(resolve))
  }

  #schedule(): void {
    if (this.#scheduled || this.#waiting.length === 0 || this.#running >= this.options.concurrency) return
    this.#scheduled = true
    setImmediate(() => {
      this.#scheduled = false
      void this.#run(this.#take())
      this.#schedule()
    })
  }

  #take(): Entry<Item, Result>[] {
    let items = 0
    let count = 0
    for (const entry of this.#waiting) {
      if (count > 0 && items + entry.items.length > this.options.mostPerRun) break
      items += entry.items.length
      count += 1
    }
    this.#items -= items
    return this.#waiting.splice(0, count)
  }

  async #run(entries: Entry<Item, Result>[]): Promise<void> {
    this.#running += 1
    try {
      const outcomes = await this.options.run(entries.map(({ items }) => items))
      entries.forEach(({ resolve, reject }, index) => {
        const outcome = outcomes[index]
        if (outcome?.ok) resolve(outcome.results)
        else reject(outcome ? outcome.error : new Error("a run gave fewer outcomes than it had callers"))
      })
    } catch (error) {
      for (const { reject } of entries) reject(error)
    }
    this.#running -= 1
    if (this.#running === 0 && this.#waiting.length === 0) for (const resolve of this.#idle.splice(0)) resolve()
    this.#schedule()
  }
}
