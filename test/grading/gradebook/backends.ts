import { afterAll, beforeAll, beforeEach, describe } from "vitest"
import type { Database } from "../../../src/grading/gradebook/database.js"
import { migrate } from "../../../src/grading/gradebook/migrations/migrate.js"
import { openPgDatabase } from "../../../src/grading/gradebook/pg-database.js"
import { openMemoryDatabase } from "../../../src/grading/gradebook/pglite-database.js"
import { postgresPrograms } from "../../../src/lab/postgres-programs.js"
import { startPostgres, type Cluster } from "../../helpers/postgres.js"

/** The database of the moment; `other` is a second client of it where there can be one, else the same. */
export interface Backend {
  readonly kind: Database["kind"]
  database(): Database
  other(): Database
}

const TABLES =
  "students, runs, attempts, noted, rules, recordings, judgements, verdicts, overrides, rubric_scores, extensions, policy, flags, audit"

const installed = (await postgresPrograms()) !== undefined

/** The same tests on both back ends; each test begins with an empty gradebook. */
export function onBothBackends(tests: (backend: Backend) => void): void {
  describe("on PGlite", () => {
    let database: Database | undefined
    beforeAll(async () => {
      database = await openMemoryDatabase()
      await migrate(database)
    }, 120_000)
    afterAll(async () => await database?.close())
    beforeEach(async () => await there(database).script(`truncate ${tablesOf()} cascade`))
    tests({ kind: "pglite", database: () => there(database), other: () => there(database) })
  })
  describe.skipIf(!installed)("on a PostgreSQL server", () => {
    let cluster: Cluster | undefined
    let clients: Database[] = []
    beforeAll(async () => {
      cluster = await startPostgres()
      const url = await cluster.url("gradebook")
      clients = await Promise.all([openPgDatabase(url), openPgDatabase(url)])
      await Promise.all(clients.map(async (client) => await migrate(client)))
    }, 120_000)
    afterAll(async () => {
      for (const client of clients) await client.close()
      await cluster?.remove()
    })
    beforeEach(async () => await there(clients[0]).script(`truncate ${tablesOf()} cascade`))
    tests({ kind: "postgresql", database: () => there(clients[0]), other: () => there(clients[1]) })
  })
}

function tablesOf(): string {
  return TABLES.split(", ")
    .map((table) => `course.${table}`)
    .join(", ")
}

function there<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("the database did not start")
  return value
}
