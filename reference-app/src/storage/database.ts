/** One statement at a time on a PostgreSQL, wherever it runs. Values travel beside the SQL, never inside it. */
export interface Database {
  /** @param name lets the server keep the plan of a statement that comes often. */
  query(statement: Statement, values: readonly unknown[]): Promise<unknown[]>
  close(): Promise<void>
}

export interface Statement {
  readonly name: string
  readonly text: string
}

/** Which of our faults and which of the database's an error of a statement tells of. */
export type Fault = "row" | "interrupted" | "server-down" | "statement"

/**
 * - `row`: the values cannot be stored; the same statement without them can.
 * - `interrupted`: the connection broke or two statements got in each other's way; what the statement did is unknown
 *   or undone, and asking again may work at once.
 * - `server-down`: nobody answers, or answers nobody; the next statement would fail in the same way.
 * - `statement`: the server is there but could not do this (no such table, disk full, too slow).
 */
export function faultOf(error: unknown): Fault {
  const code = codeOf(error)
  if (code === undefined) {
    if (error instanceof TypeError || error instanceof RangeError) return "row"
    if (/^connection terminated unexpectedly/i.test(messageOf(error))) return "interrupted"
    return NO_ANSWER.test(messageOf(error)) ? "server-down" : "statement"
  }
  if (ROW.test(code)) return "row"
  if (INTERRUPTED.has(code)) return "interrupted"
  return SQLSTATE.test(code) && !SERVER_DOWN.test(code) ? "statement" : "server-down"
}

/** What the driver says, without a code, when it waited in vain or has no connection any more. */
const NO_ANSWER = /timeout|connection|closed|calling end/i
const SQLSTATE = /^[0-9A-Z]{5}$/
/** Data exceptions, broken constraints, values too large for the server. */
const ROW = /^(22|23|54)...$/
/** The server or an administrator ends the connection; the socket breaks; deadlocks. */
const INTERRUPTED = new Set(["57P01", "57P02", "08006", "08003", "ECONNRESET", "EPIPE", "40001", "40P01"])
/** Connection refused, wrong password, no such database, starting up or shutting down, too many connections. */
const SERVER_DOWN = /^(08...|28...|3D000|57P..|53300)$/

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined
  return typeof error.code === "string" ? error.code : undefined
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
