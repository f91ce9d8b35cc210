import { mkdir, rename, stat, writeFile } from "node:fs/promises"
import path from "node:path"
import type { PGlite, Transaction } from "@electric-sql/pglite"
import { CourseError } from "../../errors/course-error.js"
import { reasonOf } from "../../errors/reason-of.js"
import { databaseFault } from "./database-faults.js"
import { storable, type Database, type Param, type Queries, type Row } from "./database.js"
import { lockFolder, type FolderLock } from "./folder-lock.js"
import { newPgliteFolder } from "./new-pglite.js"
import { startPglite } from "./start-pglite.js"

/** Says that `data` was made to its end: what is there without it was cut while it was made, and holds nothing yet. */
const COMPLETE = "complete"

/**
 * PostgreSQL within this process, its files in a folder. One process at a time: the lock goes with the process. What was acknowledged is
 * there after `kill -9`; PGlite does not wait for the disk, so that a power cut can take the last moments.
 */
export async function openPgliteDatabase(folder: string, warn: (message: string) => void): Promise<Database> {
  const data = path.join(folder, "data")
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
  } catch (cause) {
    throw new CourseError("COURSE_GRADEBOOK", `The folder ${folder} cannot be made: ${reasonOf(cause)}`, { cause })
  }
  const lock = await lockFolder(folder)
  try {
    const fresh = !(await isThere(path.join(folder, COMPLETE)))
    if (fresh && (await isThere(data))) await putAside(data, warn)
    if (fresh) await newPgliteFolder(data)
    const db = await startPglite(data)
    if (fresh) await writeFile(path.join(folder, COMPLETE), "", { mode: 0o600 })
    return new PgliteDatabase(db, folder, lock)
  } catch (error) {
    await lock.release()
    throw databaseFault(error, folder)
  }
}

/** One in memory, which ends with the process. */
export async function openMemoryDatabase(): Promise<Database> {
  return new PgliteDatabase(await startPglite(undefined), "memory", undefined)
}

async function putAside(data: string, warn: (message: string) => void): Promise<void> {
  const aside = `${data}.unfinished-${Date.now()}`
  await rename(data, aside)
  warn(`${data} was cut off while it was made. It is kept as ${aside}, and a new one is started.`)
}

class PgliteDatabase implements Database {
  readonly kind = "pglite"

  constructor(
    private readonly db: PGlite,
    readonly place: string,
    private readonly lock: FolderLock | undefined,
  ) {}

  async query(sql: string, params: readonly Param[] = []): Promise<Row[]> {
    return await this.#guarded(async () => await asked(this.db, sql, params))
  }

  async script(sql: string): Promise<void> {
    await this.transaction(async (tx) => await tx.script(sql))
  }

  async transaction<Result>(work: (tx: Queries) => Promise<Result>): Promise<Result> {
    return await this.#guarded(
      async () =>
        await this.db.transaction(
          async (tx) =>
            await work({
              query: async (sql, params = []) => await asked(tx, sql, params),
              script: async (sql) => void (await tx.exec(sql)),
            }),
        ),
    )
  }

  async tidy(): Promise<void> {
    await this.#guarded(async () => await this.db.exec("vacuum (analyze)"))
  }

  async close(): Promise<void> {
    if (this.db.closed) return
    try {
      await this.#guarded(async () => await this.db.close())
    } finally {
      await this.lock?.release()
    }
  }

  async #guarded<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work()
    } catch (error) {
      throw databaseFault(error, this.place)
    }
  }
}

async function asked(to: PGlite | Transaction, sql: string, params: readonly Param[]): Promise<Row[]> {
  return (await to.query<Row>(sql, params.map(storable))).rows
}

async function isThere(file: string): Promise<boolean> {
  try {
    await stat(file)
    return true
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return false
    throw error
  }
}
