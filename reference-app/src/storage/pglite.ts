import { mkdir } from "node:fs/promises"
import { dirname, resolve } from "node:path"
import { PGlite } from "@electric-sql/pglite"
import type { Database } from "./database.js"
import { lockFolder } from "./folder-lock.js"

const SCHEME = "pglite:"

/** The folder that `pglite:DIR` names, as an absolute path; undefined for a database on a server. */
export function pgliteFolder(databaseUrl: string): string | undefined {
  if (!databaseUrl.startsWith(SCHEME)) return undefined
  const folder = databaseUrl.slice(SCHEME.length)
  if (folder === "") throw new Error("DATABASE_URL names no folder: pglite:DIR keeps the database in the folder DIR")
  return resolve(folder)
}

export interface EmbeddedDatabase extends Database {
  /** Runs many statements, without values. */
  exec(sql: string): Promise<void>
}

/**
 * PostgreSQL inside this process, its data in a folder that is made when it is missing.
 * @throws FolderInUseError while another process, or another part of this one, has it open.
 */
export async function openPglite(folder: string): Promise<EmbeddedDatabase> {
  await mkdir(dirname(folder), { recursive: true, mode: 0o700 })
  const release = await lockFolder(folder)
  const database = await open(folder, release)
  return {
    async query({ text }, values) {
      const result = await database.query<Record<string, unknown>>(text, [...values])
      return result.rows
    },
    async exec(sql) {
      await database.exec(sql)
    },
    async close() {
      try {
        await database.close()
      } finally {
        await release()
      }
    },
  }
}

async function open(folder: string, release: () => Promise<void>): Promise<PGlite> {
  try {
    return await PGlite.create({ dataDir: folder })
  } catch (cause) {
    await release()
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new Error(`the embedded database in ${folder} cannot be opened: ${reason}`, { cause })
  }
}
