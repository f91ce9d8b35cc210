import pg from "pg"
import { z } from "zod"
import { HttpError } from "./http/problems.js"

export interface NewPrediction {
  readonly prediction: string
  readonly confidence: number
  readonly modelVersion: string
}

export interface StoredPrediction extends NewPrediction {
  readonly id: number
  readonly createdAt: Date
}

/** The service's memory. Both calls fail with a StoreError, which clients see as 503, when it cannot be reached. */
export interface PredictionStore {
  add(prediction: NewPrediction): Promise<void>
  /** The `limit` newest predictions, newest first. */
  newest(limit: number): Promise<StoredPrediction[]>
  close(): Promise<void>
}

export class StoreError extends HttpError {
  constructor(cause: unknown) {
    super(503, "The database does not answer; try again later", { cause })
  }
}

const Rows = z.array(
  z
    .object({
      id: z.int(),
      prediction: z.string(),
      confidence: z.number(),
      model_version: z.string(),
      created_at: z.date(),
    })
    .transform(({ model_version, created_at, ...row }) => ({
      ...row,
      modelVersion: model_version,
      createdAt: created_at,
    })),
)

const CONNECT_TIMEOUT_MS = 3_000
const QUERY_TIMEOUT_MS = 5_000

/**
 * The predictions in PostgreSQL. Connects when it is first used, so the service starts while the database is down, and
 * connects again after it was.
 * @param onIdleError is told when a connection that nobody uses breaks.
 */
export function openPredictionStore(databaseUrl: string, onIdleError: (error: Error) => void): PredictionStore {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    application_name: "pixelwise",
    max: 10,
    idleTimeoutMillis: 60_000,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: QUERY_TIMEOUT_MS,
    query_timeout: QUERY_TIMEOUT_MS,
  })
  pool.on("error", onIdleError)

  const query = async (text: string, values: readonly unknown[]): Promise<unknown[]> => {
    try {
      const result = await pool.query<Record<string, unknown>>(text, [...values])
      return result.rows
    } catch (cause) {
      throw new StoreError(cause)
    }
  }

  return {
    async add({ prediction, confidence, modelVersion }) {
      await query("INSERT INTO predictions (prediction, confidence, model_version) VALUES ($1, $2, $3)", [
        prediction,
        confidence,
        modelVersion,
      ])
    },
    async newest(limit) {
      const rows = await query(
        `SELECT id, prediction, confidence, model_version, created_at
         FROM predictions ORDER BY created_at DESC, id DESC LIMIT $1`,
        [limit],
      )
      return Rows.parse(rows)
    },
    close: () => pool.end(),
  }
}
