import { randomUUID } from "node:crypto"
import pg from "pg"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { openPredictionStore, type PredictionStore } from "../src/db.js"
import { migrate } from "../src/migrations.js"
import { flat } from "./helpers/images.js"
import { startService } from "./helpers/service.js"

describe("a database that is down", () => {
  test("gives 503 without internals, and the service recovers with it", async () => {
    const { app, post, store } = await startService()
    store.down = true
    for (const response of [await post({ pixels: flat(0) }), await app.inject("/results")]) {
      expect(response.statusCode).toBe(503)
      expect(response.json()).toEqual({ detail: "The database does not answer; try again later" })
    }
    expect((await app.inject("/health")).statusCode).toBe(200)
    store.down = false
    expect((await post({ pixels: flat(0) })).statusCode).toBe(200)
  })

  test("a real connection that is refused gives 503", async () => {
    const store = openPredictionStore("postgresql://pixelwise@127.0.0.1:1/pixelwise", () => undefined)
    const { app } = await startService({ store })
    expect((await app.inject("/results")).statusCode).toBe(503)
  })
})

test("a fault of our own is 500 and says nothing about itself", async () => {
  const classify = () => Promise.reject(new Error("secret detail at /opt/pixelwise"))
  const { post } = await startService({ classify })
  const response = await post({ pixels: flat(0) })
  expect([response.statusCode, response.json()]).toEqual([500, { detail: "Internal Server Error" }])
})

// A server to make and drop databases on, e.g. postgresql://postgres@localhost/postgres
const server = process.env.DATABASE_URL_TEST

describe.skipIf(!server)("PostgreSQL (DATABASE_URL_TEST)", () => {
  const name = `pixelwise_test_${randomUUID().replaceAll("-", "")}`
  let url: string
  let store: PredictionStore

  const admin = async (sql: string): Promise<void> => {
    const client = new pg.Client({ connectionString: server })
    await client.connect()
    await client.query(sql)
    await client.end()
  }

  beforeAll(async () => {
    await admin(`CREATE DATABASE ${name}`)
    const own = new URL(server!)
    own.pathname = `/${name}`
    url = own.href
    store = openPredictionStore(url, () => undefined)
  })
  afterAll(async () => {
    await store.close()
    await admin(`DROP DATABASE ${name}`)
  })

  test("the first migration run applies all, the next one nothing", async () => {
    expect(await migrate(url)).toEqual(["0001_predictions.sql"])
    expect(await migrate(url)).toEqual([])
  })

  test("two runs at the same time apply each migration once", async () => {
    const runs = await Promise.all([migrate(url), migrate(url)])
    expect(runs.flat()).toEqual([])
  })

  test("rows come back newest first with id, time and full precision", async () => {
    await store.add({ prediction: "3", confidence: 0.123456789012345, modelVersion: "v1" })
    await store.add({ prediction: "4", confidence: 1, modelVersion: "v1" })
    const rows = await store.newest(20)
    expect(rows).toMatchObject([
      { id: 2, prediction: "4", confidence: 1, modelVersion: "v1" },
      { id: 1, prediction: "3", confidence: 0.123456789012345, modelVersion: "v1" },
    ])
    expect(Math.abs(rows[0]!.createdAt.getTime() - Date.now())).toBeLessThan(5_000)
  })
})
