import pg from "pg"
import { z } from "zod"
import type { Database } from "./database.js"
import { MigrationError, readMigrations, type Migration } from "./migration-files.js"
import { openPglite, pgliteFolder } from "./pglite.js"

export { MigrationError } from "./migration-files.js"

/** A connection that migrations run on. */
export interface MigrationConnection extends Pick<Database, "query"> {
  /** Runs a file of statements, without values. */
  exec(sql: string): Promise<void>
}

export interface MigrationStatus {
  readonly name: string
  /** `unknown`: the database has it and this version of the service does not know it. */
  readonly state: "applied" | "pending" | "unknown"
}

/** Any number will do, as long as every run of this code and of the releases before it asks for the same lock. */
const LOCK_ID = 7_284_551
const CONNECT_TIMEOUT_MS = 5_000
/** Changing a table waits for the statements that use it, and everybody after it waits, too: not for long. */
const LOCK_TIMEOUT_MS = 5_000
/** Another run of the migrations may take its time. */
const RUN_TIMEOUT_MS = 120_000

/**
 * Applies, in order, the migrations that the journal table `schema_migrations` does not name yet. Each runs in a
 * transaction of its own; two runs at the same time wait for each other.
 * @returns the names of the migrations applied by this run.
 * @throws MigrationError when one fails: those before it stay applied.
 */
export function migrate(databaseUrl: string): Promise<string[]> {
  return connected(databaseUrl, migrateWith)
}

/**
 * Takes back, newest first, every applied migration after `to`. What their columns and tables hold is lost.
 * @param to a migration's name or number, which stays applied; `0` takes back all.
 * @returns the names of the migrations taken back.
 */
export function migrateDown(databaseUrl: string, to: string): Promise<string[]> {
  return connected(databaseUrl, (connection) => migrateDownWith(connection, to))
}

/** Every migration that the database or this version knows, in order. */
export function migrationStatus(databaseUrl: string): Promise<MigrationStatus[]> {
  return connected(databaseUrl, async (connection) => {
    const applied = await journal(connection)
    const known = (await readMigrations()).map(({ name }) => name)
    return [...new Set([...applied, ...known])].sort().map((name) => {
      if (!known.includes(name)) return { name, state: "unknown" }
      return { name, state: applied.has(name) ? "applied" : "pending" }
    })
  })
}

/** The same as `migrate` on a connection that is open and that nobody else uses. */
export async function migrateWith(
  connection: MigrationConnection,
  migrations?: readonly Migration[],
): Promise<string[]> {
  const known = migrations ?? (await readMigrations())
  return locked(connection, async () => {
    const applied = await journal(connection)
    const pending = known.filter(({ name }) => !applied.has(name))
    for (const { name, up } of pending) await apply(connection, name, await up(), JOURNAL_ADD)
    return pending.map(({ name }) => name)
  })
}

/** The same as `migrateDown` on a connection that is open and that nobody else uses. */
export async function migrateDownWith(
  connection: MigrationConnection,
  to: string,
  migrations?: readonly Migration[],
): Promise<string[]> {
  const known = migrations ?? (await readMigrations())
  return locked(connection, async () => {
    const applied = [...(await journal(connection))].sort()
    const back = applied.slice(positionOf(to, applied) + 1).reverse()
    for (const name of back) {
      const migration = known.find((migration) => migration.name === name)
      if (!migration)
        throw new MigrationError(`${name} was applied by a newer version, which alone knows the way back; use that one`)
      await apply(connection, name, await migration.down(), JOURNAL_REMOVE)
    }
    return back
  })
}

function positionOf(to: string, applied: readonly string[]): number {
  if (/^0+$/.test(to)) return -1
  const wanted = to.replace(/(\.down)?\.sql$/, "")
  const position = applied.findIndex((name) => name === `${wanted}.sql` || name.slice(0, 4) === wanted.padStart(4, "0"))
  if (position >= 0) return position
  throw new MigrationError(`"${to}" names no applied migration; applied are: ${applied.join(", ") || "none"}, or 0`)
}

async function connected<Result>(
  databaseUrl: string,
  work: (connection: MigrationConnection) => Promise<Result>,
): Promise<Result> {
  const folder = pgliteFolder(databaseUrl)
  if (folder !== undefined) {
    const database = await openPglite(folder)
    try {
      return await work(database)
    } finally {
      await database.close()
    }
  }
  const client = new pg.Client({
    connectionString: databaseUrl,
    application_name: "pixelwise-migrate",
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
  })
  // A connection that breaks between two statements is told again by the next one.
  client.on("error", () => undefined)
  await client.connect()
  try {
    return await work({
      query: async ({ text }, values) => (await client.query<Record<string, unknown>>(text, [...values])).rows,
      exec: async (sql) => void (await client.query(sql)),
    })
  } finally {
    await client.end()
  }
}

async function locked<Result>(connection: MigrationConnection, work: () => Promise<Result>): Promise<Result> {
  await connection.exec(`SET lock_timeout = ${RUN_TIMEOUT_MS}`)
  await connection.query({ name: "lock", text: "SELECT pg_advisory_lock($1)" }, [LOCK_ID])
  try {
    await connection.exec(`SET lock_timeout = ${LOCK_TIMEOUT_MS}`)
    return await work()
  } finally {
    await connection.exec("RESET lock_timeout")
    await connection.query({ name: "unlock", text: "SELECT pg_advisory_unlock($1)" }, [LOCK_ID])
  }
}

const Journal = z.array(z.object({ name: z.string() }))

/** The names of the applied migrations; reading it makes the table when there is none. */
async function journal(connection: MigrationConnection): Promise<ReadonlySet<string>> {
  await connection.exec(
    "CREATE TABLE IF NOT EXISTS schema_migrations (name text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())",
  )
  const rows = Journal.parse(
    await connection.query({ name: "journal", text: "SELECT name FROM schema_migrations" }, []),
  )
  return new Set(rows.map(({ name }) => name))
}

const JOURNAL_ADD = "INSERT INTO schema_migrations (name) VALUES ($1)"
const JOURNAL_REMOVE = "DELETE FROM schema_migrations WHERE name = $1"

async function apply(connection: MigrationConnection, name: string, sql: string, entry: string): Promise<void> {
  try {
    await connection.exec("BEGIN")
    await connection.exec(sql)
    await connection.query({ name: "entry", text: entry }, [name])
    await connection.exec("COMMIT")
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    try {
      await connection.exec("ROLLBACK")
    } catch (lost) {
      throw new MigrationError(`migrations/${name} failed and the connection with it: ${reason}`, {
        cause: new AggregateError([cause, lost]),
      })
    }
    throw new MigrationError(`migrations/${name} failed: ${reason}`, { cause })
  }
}
