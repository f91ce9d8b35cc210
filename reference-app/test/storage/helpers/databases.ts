import { randomUUID } from "node:crypto"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import pg from "pg"
import type { MigrationConnection } from "../../../src/storage/migrations.js"
import { openPglite, pgliteFolder } from "../../../src/storage/pglite.js"
import { postgresBinaries, startPostgres } from "./postgres-server.js"

/** A place where the tests can have empty databases. */
export interface DatabaseHost {
  readonly name: string
  /** @returns the address of a new, empty database. */
  create(): Promise<string>
  /** Runs one statement past the store. */
  sql(url: string, text: string, values?: unknown[]): Promise<Record<string, unknown>[]>
  /** One connection, for many statements after one another. */
  connect(url: string): Promise<MigrationConnection & { close(): Promise<void> }>
  close(): Promise<void>
}

/** Every kind of database that the store supports and this machine has; PGlite is always among them. */
export const databaseHosts: readonly { readonly name: string; open(): Promise<DatabaseHost> }[] = [
  { name: "PGlite", open: embedded },
  ...(process.env.DATABASE_URL_TEST || postgresBinaries ? [{ name: "PostgreSQL", open: server }] : []),
]

async function embedded(): Promise<DatabaseHost> {
  const folder = await mkdtemp(join(tmpdir(), "pixelwise-pglite-"))
  let count = 0
  return {
    name: "PGlite",
    create: async () => `pglite:${join(folder, String(++count))}`,
    connect: (url) => openPglite(pgliteFolder(url)!),
    sql: async (url, text, values = []) => {
      const database = await openPglite(pgliteFolder(url)!)
      try {
        return (await database.query({ name: "test", text }, values)) as Record<string, unknown>[]
      } finally {
        await database.close()
      }
    },
    close: () => rm(folder, { recursive: true, force: true }),
  }
}

async function server(): Promise<DatabaseHost> {
  const given = process.env.DATABASE_URL_TEST
  const own = given ? undefined : await startPostgres()
  const admin = given ?? own!.url("postgres")
  const names: string[] = []
  return {
    name: "PostgreSQL",
    create: async () => {
      const name = `pixelwise_test_${randomUUID().replaceAll("-", "")}`
      await sql(admin, `CREATE DATABASE ${name}`)
      names.push(name)
      const url = new URL(admin)
      url.pathname = `/${name}`
      return url.href
    },
    connect: async (url) => {
      const client = new pg.Client({ connectionString: url })
      await client.connect()
      return {
        query: async ({ text }, values) => (await client.query<Record<string, unknown>>(text, [...values])).rows,
        exec: async (text) => void (await client.query(text)),
        close: () => client.end(),
      }
    },
    sql,
    close: async () => {
      if (own) return own.remove()
      for (const name of names) await sql(admin, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
    },
  }
}

/** Runs one statement on a connection of its own. */
export async function sql(url: string, text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(text, values)).rows
  } finally {
    await client.end()
  }
}
