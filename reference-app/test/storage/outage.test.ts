import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import fc from "fast-check"
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest"
import { openDatabases, openStoreOn, type Databases, type Persistence } from "../../src/storage/open-store.js"
import { migrate } from "../../src/storage/migrations.js"
import { StoreError, type NewPrediction, type PredictionStore } from "../../src/storage/store.js"
import { databaseHosts, type DatabaseHost } from "./helpers/databases.js"
import { FlakyDatabase } from "./helpers/flaky-database.js"
import { prediction } from "./helpers/predictions.js"
import { until } from "./helpers/until.js"

describe.each(databaseHosts)("while $name does not answer", { timeout: 60_000 }, ({ open }) => {
  let host: DatabaseHost
  let databases: Databases
  let flaky: FlakyDatabase
  let events: string[]

  const onWarning = (_error: Error, what: string): void => void events.push(what)
  const refs = async (): Promise<string[]> => {
    const rows = await databases.reader.query(
      { name: "", text: "SELECT ref FROM predictions ORDER BY created_at, id" },
      [],
    )
    return rows.map((row) => String(Object(row).ref))
  }
  const openFlaky = async (persistence: Persistence, spoolDir?: string): Promise<PredictionStore> => {
    const reader = flaky
    const store = await openStoreOn(
      { reader, writer: flaky, close: () => Promise.resolve() },
      {
        persistence,
        ...(spoolDir !== undefined && { spoolDir }),
        onWarning,
        onRecovery: () => events.push("recovered"),
      },
    )
    onTestFinished(() => store.close())
    return store
  }
  const spoolFolder = async (): Promise<string> => {
    const folder = await mkdtemp(join(tmpdir(), "pixelwise-spool-"))
    onTestFinished(() => rm(folder, { recursive: true, force: true }))
    return folder
  }

  beforeAll(async () => {
    host = await open()
    const databaseUrl = await host.create()
    await migrate(databaseUrl)
    databases = await openDatabases({ databaseUrl, onWarning: () => undefined })
  }, 60_000)
  afterAll(async () => {
    await databases.close()
    await host.close()
  })
  beforeEach(async () => {
    flaky = new FlakyDatabase(databases.writer)
    events = []
    await databases.reader.query({ name: "", text: "TRUNCATE predictions CASCADE" }, [])
  })

  test("strict: every call fails with 503 and without asking again, until it answers", async () => {
    const store = await openFlaky("strict")
    flaky.down = true
    await expect(store.add([prediction()])).rejects.toThrow(StoreError)
    flaky.asked.length = 0
    const calls = [store.add([prediction()]), store.page({ limit: 1 }), store.find(1), store.remove(1), store.ping()]
    for (const result of await Promise.allSettled([...calls, store.correct(1, "1"), store.analytics()])) {
      const message = "The database does not answer; try again later"
      expect(result).toMatchObject({ status: "rejected", reason: { statusCode: 503, message } })
    }
    expect(flaky.asked.filter((name) => name !== "well")).toEqual([])
    expect(events).toEqual(["the database does not answer"])
    flaky.down = false
    await until(() => events.includes("recovered"))
    expect(await store.add([prediction()])).toEqual([{ stored: true, id: expect.any(Number) }])
    await store.ping()
  })

  test("strict: a commit whose answer was lost is found again, not repeated and not denied", async () => {
    const store = await openFlaky("strict")
    const row = prediction({ alternatives: [{ modelVersion: "v2", prediction: "8", confidence: 0.5 }] })
    flaky.fates = ["cut after", "cut before"]
    const [added] = await store.add([row])
    expect(await refs()).toEqual([row.ref])
    expect(added).toEqual({ stored: true, id: (await store.page({ limit: 1 }))[0]!.id })
    expect(events).toEqual([])
  })

  test("strict: a removal that was interrupted is reported, as nobody knows whether it happened", async () => {
    const store = await openFlaky("strict")
    const [added] = await store.add([prediction()])
    if (!added?.stored) throw new Error("not stored")
    flaky.fates = ["cut after"]
    await expect(store.remove(added.id)).rejects.toThrow(StoreError)
    await until(() => events.includes("recovered"))
    expect(await store.remove(added.id)).toBe(false)
  })

  test("best-effort: rows wait on disk, in order, and reach the database once", async () => {
    const store = await openFlaky("best-effort", await spoolFolder())
    flaky.down = true
    const rows = Array.from({ length: 1_200 }, (_, second) => prediction({ createdAt: new Date(second * 1_000) }))
    const added = await Promise.all(rows.map((row) => store.add([row])))
    expect(added.flat()).toEqual(rows.map(() => ({ stored: false })))
    expect(store.buffered).toBe(1_200)
    flaky.fates = ["cut after", "cut after", "cut before", "fine", "cut after"]
    flaky.down = false
    await until(() => store.buffered === 0)
    expect(await refs()).toEqual(rows.map(({ ref }) => ref))
    expect(await store.add([prediction()])).toEqual([{ stored: true, id: expect.any(Number) }])
  })

  test("best-effort: rows survive the end of the service", async () => {
    const folder = await spoolFolder()
    const rows = [prediction({ clientIp: "192.0.2.9", createdAt: new Date(1) }), prediction()]
    flaky.down = true
    const first = await openFlaky("best-effort", folder)
    await first.add(rows)
    await first.close()
    flaky.down = false
    const second = await openFlaky("best-effort", folder)
    await until(() => second.buffered === 0)
    expect(await refs()).toEqual(rows.map(({ ref }) => ref))
  })

  test("best-effort: a row that the database will never take is set aside and holds up no other", async () => {
    const folder = await spoolFolder()
    const store = await openFlaky("best-effort", folder)
    flaky.down = true
    const rows = [prediction({ createdAt: new Date(1) }), prediction({ clientIp: "\0" }), prediction()]
    await store.add(rows)
    flaky.down = false
    await until(() => store.buffered === 0)
    expect(await refs()).toEqual([rows[0]!.ref, rows[2]!.ref])
    expect(events).toContain(`they were set aside in ${join(folder, "rejected.ndjson")}`)
  })

  test("however the connection breaks, each answered row is there once, and no other one twice", async () => {
    const fate = fc.constantFrom("fine" as const, "cut before" as const, "cut after" as const)
    const plan = fc.array(
      fc.record({ rows: fc.integer({ min: 1, max: 40 }), fates: fc.array(fate, { maxLength: 8 }) }),
      {
        minLength: 1,
        maxLength: 6,
      },
    )
    await fc.assert(
      fc.asyncProperty(plan, fc.boolean(), async (waves, bestEffort) => {
        await databases.reader.query({ name: "", text: "TRUNCATE predictions CASCADE" }, [])
        flaky.fates = []
        const folder = await mkdtemp(join(tmpdir(), "pixelwise-spool-"))
        const store = await openFlaky(bestEffort ? "best-effort" : "strict", folder)
        const all: NewPrediction[] = []
        const answered: string[] = []
        for (const { rows, fates } of waves) {
          flaky.fates.push(...fates)
          const wave = Array.from({ length: rows }, () => prediction())
          all.push(...wave)
          const results = await Promise.allSettled(wave.map((row) => store.add([row])))
          results.forEach((result, index) => {
            if (result.status === "fulfilled") answered.push(wave[index]!.ref)
            else expect(result.reason).toBeInstanceOf(StoreError)
          })
        }
        await until(() => store.buffered === 0)
        const stored = await refs()
        expect(new Set(stored).size).toBe(stored.length)
        expect(stored).toEqual(expect.arrayContaining(answered))
        if (bestEffort) expect([...stored].sort()).toEqual(all.map(({ ref }) => ref).sort())
        await store.close()
        await rm(folder, { recursive: true })
      }),
      { numRuns: 10 },
    )
  })
})
