import fc from "fast-check"
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { openDatabases, openStoreOn, type Databases } from "../../src/storage/open-store.js"
import { migrate } from "../../src/storage/migrations.js"
import { RowError, type Added, type PredictionStore } from "../../src/storage/store.js"
import { databaseHosts, type DatabaseHost } from "./helpers/databases.js"
import { prediction } from "./helpers/predictions.js"

const idOf = (added: Added | undefined): number => {
  if (!added?.stored) throw new Error("the row was not stored")
  return added.id
}

describe.each(databaseHosts)("a store on $name", ({ open }) => {
  let host: DatabaseHost
  let databases: Databases
  let store: PredictionStore

  const warnings: string[] = []
  const onWarning = (_error: Error, what: string): void => void warnings.push(what)
  /** What is in the database, asked past the store. */
  const look = (text: string, values: unknown[] = []): Promise<unknown[]> =>
    databases.reader.query({ name: "", text }, values)

  beforeAll(async () => {
    host = await open()
    const databaseUrl = await host.create()
    await migrate(databaseUrl)
    databases = await openDatabases({ databaseUrl, onWarning })
    store = await openStoreOn(databases, { persistence: "strict", onWarning })
  }, 60_000)
  afterAll(async () => {
    await store.close()
    await host.close()
  })
  beforeEach(() => look("TRUNCATE predictions CASCADE"))

  test("a row comes back as it was given", async () => {
    const createdAt = new Date("2026-03-04T23:59:59.987Z")
    const [added] = await store.add([prediction({ confidence: 0.123456789012345, createdAt, clientIp: "192.0.2.1" })])
    const id = idOf(added)
    const row = { id, prediction: "3", confidence: 0.123456789012345, modelVersion: "v1", createdAt }
    expect(await store.find(id)).toEqual(row)
    expect(await store.page({ limit: 20 })).toEqual([row])
    expect(await look("SELECT client_ip FROM predictions")).toEqual([{ client_ip: "192.0.2.1" }])
  })

  test("who comes together gets each the ids of their own rows", async () => {
    const callers = Array.from({ length: 200 }, (_, caller) =>
      Array.from({ length: (caller % 3) + 1 }, (_, row) =>
        prediction({ confidence: caller + row / 10, alternatives: [other("v2", String(caller % 10))] }),
      ),
    )
    const added = await Promise.all(callers.map((rows) => store.add(rows)))
    for (const [caller, rows] of callers.entries())
      for (const [index, { confidence }] of rows.entries())
        expect((await store.find(idOf(added[caller]![index])))?.confidence).toBe(confidence)
    const wrong = await look(`SELECT 1 FROM predictions p JOIN prediction_alternatives a ON a.prediction_id = p.id
      WHERE a.prediction <> (floor(p.confidence)::int % 10)::text`)
    expect(wrong).toEqual([])
    expect(await look("SELECT count(*)::int AS count FROM prediction_alternatives")).toEqual([{ count: 399 }])
  })

  test("no rows are no work", async () => expect(await store.add([])).toEqual([]))

  test("the same row twice is stored once, and both are told the same id", async () => {
    const row = prediction({ alternatives: [other("v2", "8")] })
    const first = await store.add([row])
    expect(await store.add([{ ...row, ref: row.ref.toUpperCase() }, prediction()])).toContainEqual(first[0])
    expect(await look("SELECT count(*)::int AS count FROM predictions")).toEqual([{ count: 2 }])
  })

  test("a row that the database refuses fails alone, with those of its request", async () => {
    const poison = [prediction(), prediction({ clientIp: "nul \0 byte" })]
    const callers = Array.from({ length: 40 }, (_, index) => (index === 17 ? poison : [prediction()]))
    const results = await Promise.allSettled(callers.map((rows) => store.add(rows)))
    const failed = results.flatMap((result, index) => (result.status === "rejected" ? [{ index, ...result }] : []))
    expect(failed).toEqual([{ index: 17, status: "rejected", reason: expect.any(RowError) }])
    expect(await look("SELECT count(*)::int AS count FROM predictions")).toEqual([{ count: 39 }])
  })

  test.each([NaN, Infinity, -Infinity])(
    "the confidence %s, which no answer could say, is refused",
    async (confidence) => {
      await expect(store.add([prediction({ confidence })])).rejects.toThrow(RowError)
      const alternatives = [{ modelVersion: "v2", prediction: "1", confidence }]
      await expect(store.add([prediction({ alternatives })])).rejects.toThrow(RowError)
      expect(await store.page({ limit: 1 })).toEqual([])
    },
  )

  test("pages go from the newest to the oldest, rows of one moment by id, and leave none out", async () => {
    const moments = [5, 1, 5, 3, 5, 2, 4, 5]
    await store.add(moments.map((second) => prediction({ createdAt: new Date(Date.UTC(2026, 0, 1, 0, 0, second)) })))
    const all = await store.page({ limit: 100 })
    expect(all.map(({ createdAt }) => createdAt.getUTCSeconds())).toEqual([5, 5, 5, 5, 4, 3, 2, 1])
    const paged: typeof all = []
    for (let before: number | undefined; ; before = paged.at(-1)!.id) {
      const page = await store.page({ limit: 3, ...(before !== undefined && { before }) })
      paged.push(...page)
      if (page.length < 3) break
    }
    expect(paged).toEqual(all)
    expect(all.slice(0, 4).map(({ id }) => id)).toEqual(
      all
        .slice(0, 4)
        .map(({ id }) => id)
        .sort((a, b) => b - a),
    )
  })

  test("a page goes on where its last row was, even when that row is gone", async () => {
    const added = await store.add([1, 2, 3, 4].map((second) => prediction({ createdAt: new Date(second * 1000) })))
    const ids = added.map(idOf)
    await store.remove(ids[2]!)
    expect((await store.page({ limit: 9, before: ids[2]! })).map(({ id }) => id)).toEqual([ids[1], ids[0]])
    expect(await store.page({ limit: 9, before: ids[0]! })).toEqual([])
    expect(await store.page({ limit: 9, before: 0 })).toEqual([])
    expect(await store.page({ limit: 9, before: 2 ** 40 })).toHaveLength(3)
  })

  test("a correction is kept, changed and shown; a removed row takes its comparisons along", async () => {
    const [added] = await store.add([prediction({ alternatives: [other("v2", "8")] })])
    const id = idOf(added)
    expect(await store.correct(id, "8")).toMatchObject({ id, prediction: "3", correctLabel: "8" })
    expect(await store.correct(id, "9")).toMatchObject({ correctLabel: "9" })
    expect((await store.page({ limit: 1 }))[0]).toMatchObject({ id, correctLabel: "9" })
    await expect(store.correct(id, "12")).rejects.toThrow(RowError)
    expect([await store.remove(id), await store.remove(id)]).toEqual([true, false])
    expect([await store.find(id), await store.correct(id, "1")]).toEqual([undefined, undefined])
    expect(await look("SELECT count(*)::int AS count FROM prediction_alternatives")).toEqual([{ count: 0 }])
  })

  test.each([0, -1, 1.5, 2 ** 31, Number.MAX_SAFE_INTEGER, NaN])("no row has the id %s", async (id) => {
    expect(await store.find(id)).toBeUndefined()
    expect(await store.remove(id)).toBe(false)
    expect(await store.correct(id, "1")).toBeUndefined()
  })

  test("analytics count per version and per day of UTC", async () => {
    const day = (date: number, hour: number): Date => new Date(Date.UTC(2026, 4, date, hour))
    await store.add([
      prediction({ prediction: "1", confidence: 0.5, createdAt: day(1, 23), alternatives: [other("v2", "1")] }),
      prediction({ prediction: "7", confidence: 0.25, createdAt: day(2, 0), alternatives: [other("v2", "1")] }),
      prediction({ prediction: "7", confidence: 0.75, createdAt: day(2, 16) }),
      prediction({ prediction: "0", confidence: 1, createdAt: day(2, 23), modelVersion: "v2" }),
    ])
    expect(await store.analytics()).toEqual({
      by_version: [
        { model_version: "v1", count: 3, mean_confidence: 0.5, digits: { "1": 1, "7": 2 } },
        { model_version: "v2", count: 1, mean_confidence: 1, digits: { "0": 1 } },
      ],
      by_day: [
        { day: "2026-05-01", count: 1, mean_confidence: 0.5, digits: { "1": 1 } },
        { day: "2026-05-02", count: 3, mean_confidence: 2 / 3, digits: { "0": 1, "7": 2 } },
      ],
      comparisons: [{ model_version: "v1", other_version: "v2", count: 2, agreeing: 1 }],
    })
  })

  test("analytics of nothing are empty", async () => {
    expect(await store.analytics()).toEqual({ by_version: [], by_day: [], comparisons: [] })
  })

  test("any text is stored as text, SQL too", { timeout: 60_000 }, async () => {
    const hostile = [
      "'); DROP TABLE predictions; --",
      "{1,2}",
      '"',
      "\\",
      "NULL",
      "null",
      "",
      "$1",
      "%s",
      "ö\u{1F600}\r\n\t",
    ]
    const text = fc
      .oneof(fc.constantFrom(...hostile), fc.string({ unit: "binary" }), fc.string())
      .filter((s) => !s.includes("\0"))
    const row = fc.record({
      prediction: text,
      modelVersion: text,
      clientIp: text,
      confidence: fc.double({ noNaN: true, noDefaultInfinity: true }),
    })
    const seen: unknown[] = []
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 20 }), async (rows) => {
        const given = rows.map((values) =>
          prediction({ ...values, alternatives: [other(values.clientIp, values.prediction)] }),
        )
        const added = await store.add(given)
        for (const [index, { prediction, modelVersion, confidence, clientIp }] of given.entries()) {
          const found = await store.find(idOf(added[index]))
          expect(found).toMatchObject({ prediction, modelVersion, confidence: confidence + 0 })
          seen.push([found!.id, clientIp, clientIp, prediction])
        }
      }),
      { numRuns: 30 },
    )
    const rows = await look(`SELECT p.id, p.client_ip, a.model_version, a.prediction
      FROM predictions p JOIN prediction_alternatives a ON a.prediction_id = p.id ORDER BY p.id`)
    expect(rows.map((row) => Object.values(Object(row)))).toEqual(seen)
  })

  test("pings while it is open, and warns of nothing", async () => {
    await expect(store.ping()).resolves.toBeUndefined()
    expect(warnings).toEqual([])
  })
})

function other(
  modelVersion: string,
  prediction: string,
): { modelVersion: string; prediction: string; confidence: number } {
  return { modelVersion, prediction, confidence: 0.5 }
}
