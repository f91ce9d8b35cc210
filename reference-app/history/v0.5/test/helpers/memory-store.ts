import { StoreError, type NewPrediction, type PredictionStore, type StoredPrediction } from "../../src/db.js"

/** A store that keeps its rows in memory and can be made to fail as PostgreSQL does when it is down. */
export class MemoryStore implements PredictionStore {
  readonly rows: StoredPrediction[] = []
  down = false
  closed = false

  async add(prediction: NewPrediction): Promise<void> {
    this.#answerOrFail()
    this.rows.push({ ...prediction, id: this.rows.length + 1, createdAt: new Date() })
  }

  async newest(limit: number): Promise<StoredPrediction[]> {
    this.#answerOrFail()
    return this.rows.toReversed().slice(0, limit)
  }

  async close(): Promise<void> {
    this.closed = true
  }

  #answerOrFail(): void {
    if (this.down) throw new StoreError(new Error("connect ECONNREFUSED 127.0.0.1:5432 password=hunter2"))
  }
}
