import type { Database, Statement } from "../../../src/storage/database.js"

/** What happens to a statement: nothing, the connection breaks before it, or after its commit and before the answer. */
export type Fate = "fine" | "cut before" | "cut after"

/** A database whose connection breaks as often as the tests want. */
export class FlakyDatabase implements Database {
  /** The next statements' fates, first to last; what comes after them is fine. */
  fates: Fate[] = []
  /** Nothing answers at all. */
  down = false
  /** The names of the statements that were asked for. */
  readonly asked: string[] = []

  constructor(private readonly database: Database) {}

  async query(statement: Statement, values: readonly unknown[]): Promise<unknown[]> {
    this.asked.push(statement.name)
    await new Promise((resolve) => setImmediate(resolve))
    if (this.down) throw Object.assign(new Error("connect ECONNREFUSED 127.0.0.1:5432"), { code: "ECONNREFUSED" })
    const fate = this.fates.shift() ?? "fine"
    if (fate === "cut before") throw cut()
    const rows = await this.database.query(statement, values)
    if (fate === "cut after") throw cut()
    return rows
  }

  close(): Promise<void> {
    return this.database.close()
  }
}

function cut(): Error {
  return new Error("Connection terminated unexpectedly")
}
