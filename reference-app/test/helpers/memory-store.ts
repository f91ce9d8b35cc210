import {
  StoreError,
  type Added,
  type Analytics,
  type NewPrediction,
  type PredictionStore,
  type StoredPrediction,
} from "../../src/storage/store.js"

/** A store that keeps its rows in memory and can be made to fail as PostgreSQL does when it is down. */
export class MemoryStore implements PredictionStore {
  /** In the order in which they came; `id` counts from 1. */
  readonly rows: (NewPrediction & StoredPrediction)[] = []
  down = false
  closed = false
  buffered = 0
  #lastId = 0

  async add(predictions: readonly NewPrediction[]): Promise<Added[]> {
    this.#answerOrFail()
    return predictions.map((prediction) => {
      const id = ++this.#lastId
      this.rows.push({ ...prediction, id })
      return { stored: true, id }
    })
  }

  async page({ limit, before }: { limit: number; before?: number }): Promise<StoredPrediction[]> {
    this.#answerOrFail()
    return this.rows
      .filter(({ id }) => before === undefined || id < before)
      .toReversed()
      .slice(0, limit)
  }

  async find(id: number): Promise<StoredPrediction | undefined> {
    this.#answerOrFail()
    return this.rows.find((row) => row.id === id)
  }

  async remove(id: number): Promise<boolean> {
    this.#answerOrFail()
    const index = this.rows.findIndex((row) => row.id === id)
    return index >= 0 && this.rows.splice(index, 1).length > 0
  }

  async correct(id: number, correctLabel: string): Promise<StoredPrediction | undefined> {
    this.#answerOrFail()
    const index = this.rows.findIndex((row) => row.id === id)
    const row = this.rows[index]
    if (!row) return undefined
    return (this.rows[index] = { ...row, correctLabel })
  }

  async analytics(): Promise<Analytics> {
    this.#answerOrFail()
    const count = this.rows.length
    if (count === 0) return { by_version: [], by_day: [], comparisons: [] }
    const { modelVersion, createdAt } = this.rows[0]!
    const digits: Record<string, number> = {}
    for (const { prediction } of this.rows) digits[prediction] = (digits[prediction] ?? 0) + 1
    const tally = { count, mean_confidence: this.rows.reduce((sum, row) => sum + row.confidence, 0) / count, digits }
    return {
      by_version: [{ model_version: modelVersion, ...tally }],
      by_day: [{ day: createdAt.toISOString().slice(0, 10), ...tally }],
      comparisons: [],
    }
  }

  async ping(): Promise<void> {
    this.#answerOrFail()
  }

  async close(): Promise<void> {
    this.closed = true
  }

  #answerOrFail(): void {
    if (this.down) throw new StoreError(new Error("connect ECONNREFUSED 127.0.0.1:5432 password=hunter2"))
  }
}
