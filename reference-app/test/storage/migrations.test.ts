import { existsSync } from "node:fs"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest"
import { readMigrations } from "../../src/storage/migration-files.js"
import {
  migrate,
  migrateDown,
  migrateDownWith,
  MigrationError,
  migrateWith,
  migrationStatus,
} from "../../src/storage/migrations.js"
import { openStore } from "../../src/storage/open-store.js"
import { openPglite } from "../../src/storage/pglite.js"
import { loadV0_5, V0_5 } from "./helpers/v0-5.js"
import { databaseHosts, type DatabaseHost } from "./helpers/databases.js"
import { prediction } from "./helpers/predictions.js"

const ALL = [
  "0001_predictions.sql",
  "0002_client_ip.sql",
  "0003_ref_and_correction.sql",
  "0004_prediction_alternatives.sql",
]

/** Everything about the tables of the service that a migration could change. */
const SCHEMA = `
  SELECT table_name, column_name, data_type, is_nullable, column_default, NULL AS definition
  FROM information_schema.columns WHERE table_schema = 'public'
  UNION ALL SELECT tablename, indexname, NULL, NULL, NULL, indexdef FROM pg_indexes WHERE schemaname = 'public'
  UNION ALL SELECT conrelid::regclass::text, conname, NULL, NULL, NULL, pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
  ORDER BY 1, 2, 6`

describe.each(databaseHosts)("migrations on $name", { timeout: 60_000 }, ({ open }) => {
  let host: DatabaseHost
  beforeAll(async () => void (host = await open()), 60_000)
  afterAll(() => host.close())

  test("the first run applies all, the next one nothing", async () => {
    const url = await host.create()
    expect((await migrationStatus(url)).map(({ state }) => state)).toEqual(ALL.map(() => "pending"))
    expect(await migrate(url)).toEqual(ALL)
    expect(await migrate(url)).toEqual([])
    expect(await migrationStatus(url)).toEqual(ALL.map((name) => ({ name, state: "applied" })))
  })

  test("each way back leads to exactly the schema before, and forth again", async () => {
    const connection = await host.connect(await host.create())
    try {
      const schema = (): Promise<unknown[]> => connection.query({ name: "", text: SCHEMA }, [])
      await migrateWith(connection, [])
      const states = [await schema()]
      const migrations = await readMigrations()
      for (let count = 1; count <= migrations.length; count++) {
        expect(await migrateWith(connection, migrations.slice(0, count))).toEqual([ALL[count - 1]])
        states.push(await schema())
      }
      for (let count = ALL.length - 1; count >= 0; count--) {
        expect(await migrateDownWith(connection, ALL[count - 1] ?? "0")).toEqual([ALL[count]])
        expect(await schema()).toEqual(states[count])
      }
      expect(await migrateWith(connection)).toEqual(ALL)
      expect(await schema()).toEqual(states.at(-1))
      expect(await migrateDownWith(connection, "2")).toEqual(ALL.slice(2).reverse())
    } finally {
      await connection.close()
    }
  })

  test("the database of v0.5 keeps its rows, and the code of v0.5 still runs on the new schema", async () => {
    const url = await host.create()
    await migrate(url)
    await migrateDown(url, "0001")
    for (const confidence of [0.25, 1]) await host.sql(url, V0_5.insert, ["4", confidence, "v1"])
    const rows = await host.sql(url, V0_5.newest, [20])
    expect(await migrate(url)).toEqual(ALL.slice(1))
    expect(await host.sql(url, V0_5.newest, [20])).toEqual(rows)
    await host.sql(url, V0_5.insert, ["5", 0.5, "v1"])
    const store = await openStore({ databaseUrl: url, persistence: "strict", onWarning: () => undefined })
    try {
      const [added] = await store.add([prediction({ createdAt: new Date(Date.now() + 1_000) })])
      const ids = (await store.page({ limit: 9 })).map(({ id }) => id)
      expect(ids).toEqual([added?.stored && added.id, 3, 2, 1])
      expect(await store.correct(1, "9")).toMatchObject({ id: 1, correctLabel: "9" })
    } finally {
      await store.close()
    }
    expect(await host.sql(url, V0_5.newest, [20])).toHaveLength(4)
  })

  test("what a newer version applied is told, kept, and not taken back blindly", async () => {
    const url = await host.create()
    await migrate(url)
    await host.sql(url, "INSERT INTO schema_migrations (name) VALUES ('0009_of_tomorrow.sql')")
    expect(await migrate(url)).toEqual([])
    expect((await migrationStatus(url)).at(-1)).toEqual({ name: "0009_of_tomorrow.sql", state: "unknown" })
    await expect(migrateDown(url, "0001")).rejects.toThrow(/0009_of_tomorrow.sql was applied by a newer version/)
    await expect(migrateDown(url, "0007")).rejects.toThrow(/"0007" names no applied migration/)
  })
})

describe.each(databaseHosts.filter(({ name }) => name === "PostgreSQL"))(
  "on a server",
  { timeout: 60_000 },
  ({ open }) => {
    let host: DatabaseHost
    beforeAll(async () => void (host = await open()), 60_000)
    afterAll(() => host.close())

    test("runs at the same time apply each migration once", async () => {
      const url = await host.create()
      const runs = await Promise.all([migrate(url), migrate(url), migrate(url)])
      expect(runs.flat()).toEqual(ALL)
    })

    // The sources of v0.5 lie beside this version in the course, not in a clone of the service alone.
    for (const folder of [fileURLToPath(new URL("../../history/v0.5/src/", import.meta.url))].filter(existsSync))
      test("v0.5's own code makes its database, and goes on with it after the migration", async () => {
        const old = await loadV0_5(folder)
        const url = await host.create()
        expect(await old.migrate(url)).toEqual(ALL.slice(0, 1))
        const store = old.openPredictionStore(url, () => undefined)
        try {
          await store.add({ prediction: "3", confidence: 0.125, modelVersion: "v1" })
          const before = await store.newest(20)
          expect(await migrate(url)).toEqual(ALL.slice(1))
          expect(await store.newest(20)).toEqual(before)
          await store.add({ prediction: "4", confidence: 1, modelVersion: "v1" })
          expect(await store.newest(20)).toMatchObject([
            { id: 2, prediction: "4" },
            { id: 1, prediction: "3" },
          ])
          expect(await old.migrate(url)).toEqual([])
        } finally {
          await store.close()
        }
      })
  },
)

test("a migration that fails leaves nothing of itself, and those before it in place", { timeout: 60_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), "pixelwise-migrations-"))
  const database = await openPglite(join(folder, "database"))
  onTestFinished(async () => {
    await database.close()
    await rm(folder, { recursive: true })
  })
  const up = (): Promise<string> => Promise.resolve("CREATE TABLE half (a int); SELECT nonsense")
  const migrations = [...(await readMigrations()), { name: "0005_broken.sql", up, down: up }]
  await expect(migrateWith(database, migrations)).rejects.toThrow(
    /migrations\/0005_broken.sql failed: column "nonsense" does not exist/,
  )
  expect(await migrateWith(database)).toEqual([])
  const half = { name: "", text: "SELECT to_regclass('half') AS half, current_setting('lock_timeout') AS lock_timeout" }
  expect(await database.query(half, [])).toEqual([{ half: null, lock_timeout: "0" }])
})

describe("the folder of migrations", () => {
  const folder = async (...names: string[]): Promise<string> => {
    const path = await mkdtemp(join(tmpdir(), "pixelwise-migrations-"))
    onTestFinished(() => rm(path, { recursive: true }))
    for (const name of names) await writeFile(join(path, name), "")
    return path
  }
  test.each([
    ["a misnamed file", ["1_a.sql"], /1_a.sql is not named like/],
    ["a missing way back", ["0001_a.sql"], /0001_a.down.sql is missing/],
    ["a way back of nothing", ["0001_a.down.sql"], /0001_a.down.sql is the way back of nothing/],
    ["two with one number", ["0001_a.sql", "0001_a.down.sql", "0001_b.sql", "0001_b.down.sql"], /have the same number/],
  ])("%s is refused", async (_name, names, message) => {
    const refused = readMigrations(await folder(...names))
    await expect(refused).rejects.toThrow(MigrationError)
    await expect(refused).rejects.toThrow(message)
  })
})
