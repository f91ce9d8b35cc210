import pg from "pg"
import type { Database } from "./database.js"

export interface PostgresOptions {
  readonly connections: number
  /** After this long the server gives a statement up; a little later the client no longer waits for the server. */
  readonly statementTimeoutMs: number
  /** Told when a connection that nobody uses breaks. */
  readonly onIdleError: (error: Error) => void
}

const CONNECT_TIMEOUT_MS = 2_000
const IDLE_TIMEOUT_MS = 60_000
/** By so much the server's own limit comes first: what it gave up is surely undone. */
const HEAD_START_MS = 500

/** A pool on a PostgreSQL server. It connects when it is first used and again after the server was away. */
export function openPostgres(databaseUrl: string, options: PostgresOptions): Database {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    application_name: "pixelwise",
    max: options.connections,
    keepAlive: true,
    idleTimeoutMillis: IDLE_TIMEOUT_MS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: options.statementTimeoutMs,
    query_timeout: options.statementTimeoutMs + HEAD_START_MS,
    idle_in_transaction_session_timeout: options.statementTimeoutMs,
  })
  pool.on("error", options.onIdleError)
  return {
    async query({ name, text }, values) {
      const result = await pool.query<Record<string, unknown>>({ name, text, values: [...values] })
      return result.rows
    },
    close: () => pool.end(),
  }
}
