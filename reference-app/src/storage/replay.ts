import type { GroupWriter } from "./group-writer.js"
import type { Spool } from "./spool.js"
import { spoolLine } from "./spool-file.js"
import { RowError, type NewPrediction } from "./store.js"

export interface ReplayOptions {
  readonly spool: Spool
  readonly writer: GroupWriter
  /** Whether it makes sense to try now. */
  readonly mayTry: () => boolean
  readonly onWarning: (error: Error, what: string) => void
}

/** Rows that other processes left are looked for this often, too. */
const INTERVAL_MS = 1_000

/** Brings the rows of the spool to the database, oldest first, each once however often it is interrupted. */
export class Replay {
  #timer: NodeJS.Timeout | undefined
  #running: Promise<void> | undefined
  #closed = false

  constructor(private readonly options: ReplayOptions) {
    this.#timer = setInterval(() => this.kick(), INTERVAL_MS)
    this.#timer.unref()
  }

  /** Tries now, unless it is being tried already. */
  kick(): void {
    if (this.#closed || this.#running || !this.options.mayTry()) return
    this.#running = this.#replay()
      .catch((error: unknown) => {
        const what = "the rows on disk cannot be brought to the database; trying again"
        this.options.onWarning(error instanceof Error ? error : new Error(String(error)), what)
      })
      .finally(() => (this.#running = undefined))
  }

  async close(): Promise<void> {
    this.#closed = true
    clearInterval(this.#timer)
    await this.#running
  }

  async #replay(): Promise<void> {
    for (const name of await this.options.spool.seal()) {
      if (this.#closed) return
      const content = await this.options.spool.content(name)
      if (!content) continue
      if (content.unreadable.length > 0) await this.#setAside(content.unreadable.map((line) => `${line}\n`))
      const refused = await this.#store(content.rows)
      if (refused.length > 0) await this.#setAside(refused.map(spoolLine))
      await this.options.spool.discard(name)
    }
  }

  /** @returns the rows that the database will never take. */
  async #store(rows: readonly NewPrediction[]): Promise<NewPrediction[]> {
    if (rows.length === 0) return []
    const outcomes = await this.options.writer.write(rows.map((row) => [row]))
    return rows.filter((_row, index) => {
      const outcome = outcomes[index]
      if (!outcome || outcome.ok) return false
      if (outcome.error instanceof RowError) return true
      throw outcome.error
    })
  }

  async #setAside(lines: readonly string[]): Promise<void> {
    const path = await this.options.spool.reject(lines)
    this.options.onWarning(new Error(`${lines.length} rows cannot be stored`), `they were set aside in ${path}`)
  }
}
