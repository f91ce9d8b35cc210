import path from "node:path"
import type { GradingStore } from "../model.js"
import type { Database } from "./database.js"
import { migrate } from "./migrations/migrate.js"
import { gradingStore } from "./store/grading-store.js"

export interface OpenOptions {
  /** The folder of the roster: without a server, the gradebook lies in `.course/gradebook` of it. */
  readonly folder: string
  /** What DATABASE_URL says: a PostgreSQL server, in whose schema `course` the gradebook is. */
  readonly databaseUrl: string | undefined
  /** Hears what a person should know, such as a database that was cut off while it was made. */
  readonly warn: (message: string) => void
}

/** An open gradebook. `close` ends all of it. */
export interface Gradebook {
  readonly database: Database
  readonly store: GradingStore
  readonly close: () => Promise<void>
}

/**
 * Opens the gradebook of a class, and makes it when there is none.
 * @throws CourseError COURSE_GRADEBOOK
 */
export async function openGradebook(options: OpenOptions): Promise<Gradebook> {
  const database = await openDatabase(options)
  try {
    await migrate(database)
  } catch (error) {
    await database.close()
    throw error
  }
  return { database, store: gradingStore(database), close: async () => await database.close() }
}

/** Where the embedded gradebook of a folder is. */
export function gradebookFolder(folder: string): string {
  return path.join(folder, ".course", "gradebook")
}

async function openDatabase({ folder, databaseUrl, warn }: OpenOptions): Promise<Database> {
  if (databaseUrl !== undefined && databaseUrl !== "") {
    const { openPgDatabase } = await import("./pg-database.js")
    return await openPgDatabase(databaseUrl, { warn })
  }
  const { openPgliteDatabase } = await import("./pglite-database.js")
  return await openPgliteDatabase(gradebookFolder(folder), warn)
}
