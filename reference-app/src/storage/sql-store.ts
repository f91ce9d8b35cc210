import { z } from "zod"
import { readAnalytics } from "./analytics.js"
import type { Availability } from "./availability.js"
import type { Database, Statement } from "./database.js"
import type { Analytics, PredictionStore, StoredPrediction } from "./store.js"

const COLUMNS = "id, prediction, confidence, model_version, created_at, correct_label"

const NEWEST: Statement = {
  name: "newest",
  text: `SELECT ${COLUMNS} FROM predictions ORDER BY created_at DESC, id DESC LIMIT $1`,
}
const OLDER_THAN: Statement = {
  name: "older-than",
  text: `SELECT ${COLUMNS} FROM predictions
    WHERE (created_at, id) < (SELECT created_at, id FROM predictions WHERE id = $2)
    ORDER BY created_at DESC, id DESC LIMIT $1`,
}
/** When the row that ended the page before is gone, its id still tells roughly where that was. */
const OLDER_THAN_ID: Statement = {
  name: "older-than-id",
  text: `SELECT ${COLUMNS} FROM predictions WHERE id < $2 ORDER BY created_at DESC, id DESC LIMIT $1`,
}
const FIND: Statement = { name: "find", text: `SELECT ${COLUMNS} FROM predictions WHERE id = $1` }
const REMOVE: Statement = { name: "remove", text: "DELETE FROM predictions WHERE id = $1 RETURNING id" }
const CORRECT: Statement = {
  name: "correct",
  text: `UPDATE predictions SET correct_label = $2 WHERE id = $1 RETURNING ${COLUMNS}`,
}

const Rows = z.array(
  z
    .object({
      id: z.int(),
      prediction: z.string(),
      confidence: z.number(),
      model_version: z.string(),
      created_at: z.date(),
      correct_label: z.string().nullable(),
    })
    .transform(({ model_version, created_at, correct_label, ...row }): StoredPrediction => ({
      ...row,
      modelVersion: model_version,
      createdAt: created_at,
      ...(correct_label === null ? {} : { correctLabel: correct_label }),
    })),
)

/** The reading and correcting half of a store: SQL on the table `predictions`. */
export class SqlPredictions implements Omit<PredictionStore, "add" | "buffered" | "ping" | "close"> {
  constructor(
    private readonly database: Database,
    private readonly availability: Availability,
  ) {}

  async page({ limit, before }: { limit: number; before?: number }): Promise<StoredPrediction[]> {
    if (before === undefined) return this.#rows(NEWEST, [limit])
    if (!isId(before)) return before > LARGEST_ID ? this.#rows(NEWEST, [limit]) : []
    const rows = await this.#rows(OLDER_THAN, [limit, before])
    if (rows.length > 0 || (await this.find(before))) return rows
    return this.#rows(OLDER_THAN_ID, [limit, before])
  }

  async find(id: number): Promise<StoredPrediction | undefined> {
    return isId(id) ? (await this.#rows(FIND, [id]))[0] : undefined
  }

  async remove(id: number): Promise<boolean> {
    if (!isId(id)) return false
    // Not repeatable: the second try of an interrupted one could not tell what the first one found.
    const removed = await this.availability.guard(() => this.database.query(REMOVE, [id]), { repeatable: false })
    return removed.length > 0
  }

  async correct(id: number, correctLabel: string): Promise<StoredPrediction | undefined> {
    return isId(id) ? (await this.#rows(CORRECT, [id, correctLabel]))[0] : undefined
  }

  analytics(): Promise<Analytics> {
    return this.availability.guard(() => readAnalytics(this.database), { repeatable: true })
  }

  async #rows(statement: Statement, values: readonly unknown[]): Promise<StoredPrediction[]> {
    return Rows.parse(await this.availability.guard(() => this.database.query(statement, values), { repeatable: true }))
  }
}

/** PostgreSQL's `serial` counts to here; no row has a larger id. */
const LARGEST_ID = 2 ** 31 - 1

function isId(id: number): boolean {
  return Number.isInteger(id) && id > 0 && id <= LARGEST_ID
}
