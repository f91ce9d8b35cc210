import type { Availability } from "./availability.js"
import type { Database } from "./database.js"
import { Grouper, type Outcome } from "./grouper.js"
import { insertPredictions } from "./insert.js"
import { RowError, StoreError, type Added, type NewPrediction } from "./store.js"

/** Two statements in flight keep the server busy while this side reads and makes the next. */
const CONCURRENCY = 2
const MOST_ROWS = 512
/** What waits longer than the statements before it take would be answered too late to be of use. */
const MOST_WAITING = 2_048

/** Group commit: the rows of requests that arrive together are written, and paid for, together. */
export class GroupWriter {
  readonly #grouper: Grouper<NewPrediction, Added>

  constructor(
    private readonly database: Database,
    private readonly availability: Availability,
  ) {
    this.#grouper = new Grouper({
      run: (groups) => this.write(groups),
      concurrency: CONCURRENCY,
      mostPerRun: MOST_ROWS,
      mostWaiting: MOST_WAITING,
      whenFull: () => new StoreError(new Error(`${MOST_WAITING} rows wait already`)),
    })
  }

  /** Resolves after the commit, with the ids in the order of the rows. */
  async add(rows: readonly NewPrediction[]): Promise<Added[]> {
    return [...(await this.#grouper.add(rows))]
  }

  idle(): Promise<void> {
    return this.#grouper.idle()
  }

  /**
   * Writes groups of rows in one transaction; a group with a row that the database refuses fails alone. A group that
   * fails with a StoreError may be written again.
   */
  async write(groups: readonly (readonly NewPrediction[])[]): Promise<readonly Outcome<Added>[]> {
    try {
      const ids = await this.availability.guard(() => insertPredictions(this.database, groups.flat()), {
        repeatable: true,
      })
      return groups.map((rows) => outcome(rows, ids))
    } catch (error) {
      if (groups.length === 1 || !(error instanceof RowError)) return groups.map(() => ({ ok: false, error }))
    }
    // Halving finds one refused group among many with few statements.
    const middle = Math.ceil(groups.length / 2)
    return [...(await this.write(groups.slice(0, middle))), ...(await this.write(groups.slice(middle)))]
  }
}

function outcome(rows: readonly NewPrediction[], ids: ReadonlyMap<string, number>): Outcome<Added> {
  const results: Added[] = []
  for (const { ref } of rows) {
    const id = ids.get(ref.toLowerCase())
    if (id === undefined) return { ok: false, error: new StoreError(new Error(`the row ${ref} was deleted meanwhile`)) }
    results.push({ stored: true, id })
  }
  return { ok: true, results }
}
