import { readdir, readFile } from "node:fs/promises"
import { fileURLToPath } from "node:url"
import pg from "pg"
import { z } from "zod"

const MIGRATIONS_FOLDER = fileURLToPath(new URL("../migrations/", import.meta.url))
const FILE_NAME = /^\d{4}_[a-z0-9_]+\.sql$/
/** Any number will do, as long as every run of this code asks for the same lock. */
const LOCK_ID = 7_284_551

const Journal = z.array(z.object({ name: z.string() }))

/** A migration cannot be applied; the database is as it was before this migration. */
export class MigrationError extends Error {
  override readonly name = "MigrationError"
}

/**
 * Applies, in order, every file of migrations/ that the journal table `schema_migrations` does not name yet. Each runs
 * in a transaction of its own; two runs at the same time wait for each other.
 * @returns the names of the files applied by this run.
 */
export async function migrate(databaseUrl: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5_000 })
  await client.connect()
  try {
    await client.query("SELECT pg_advisory_lock($1)", [LOCK_ID])
    await client.query(
      "CREATE TABLE IF NOT EXISTS schema_migrations (name text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())",
    )
    const journal = Journal.parse((await client.query("SELECT name FROM schema_migrations")).rows)
    const applied = new Set(journal.map(({ name }) => name))
    const pending = (await migrationFiles()).filter((name) => !applied.has(name))
    for (const name of pending) await apply(client, name)
    return pending
  } finally {
    // Closing the connection gives the lock back.
    await client.end()
  }
}

async function migrationFiles(): Promise<string[]> {
  const names = (await readdir(MIGRATIONS_FOLDER)).filter((name) => name.endsWith(".sql"))
  const misnamed = names.find((name) => !FILE_NAME.test(name))
  if (misnamed) throw new MigrationError(`migrations/${misnamed} is not named like 0001_what_it_does.sql`)
  return names.sort()
}

async function apply(client: pg.Client, name: string): Promise<void> {
  const sql = await readFile(`${MIGRATIONS_FOLDER}${name}`, "utf8")
  try {
    await client.query("BEGIN")
    await client.query(sql)
    await client.query("INSERT INTO schema_migrations (name) VALUES ($1)", [name])
    await client.query("COMMIT")
  } catch (cause) {
    await client.query("ROLLBACK")
    throw new MigrationError(`migrations/${name} failed: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    })
  }
}
