import { describe, expect, test } from "vitest"
import { BUILD, openTestRecogniser, startService } from "../helpers/service.js"

describe("GET /health", () => {
  test("tells status, version, time, checks and uptime, in this order", async () => {
    const { app } = await startService()
    const response = await app.inject("/health")
    const body = response.json()
    expect([response.statusCode, Object.keys(body)]).toEqual([
      200,
      ["status", "model_version", "timestamp", "checks", "uptime_seconds"],
    ])
    expect(body).toMatchObject({ status: "ok", model_version: "v1", checks: { model_loaded: true, database: true } })
    expect(Math.abs(Date.parse(body.timestamp) - Date.now())).toBeLessThan(5_000)
    expect(body.uptime_seconds).toBeGreaterThan(0)
  })

  test("is 503 with the same keys while the database is down, and 200 when it is back", async () => {
    const { app, store } = await startService()
    store.down = true
    const response = await app.inject("/health")
    expect(response.statusCode).toBe(503)
    expect(response.json()).toMatchObject({ status: "unhealthy", checks: { model_loaded: true, database: false } })
    expect(Object.keys(response.json())).toEqual(["status", "model_version", "timestamp", "checks", "uptime_seconds"])
    store.down = false
    expect((await app.inject("/health")).statusCode).toBe(200)
  })

  test("stays 200 without the database when rows may wait on disk, and says so", async () => {
    const { app, store } = await startService({ config: { persistence: "best-effort" } })
    store.down = true
    const response = await app.inject("/health")
    expect(response.statusCode).toBe(200)
    expect(response.json()).toMatchObject({ status: "ok", checks: { database: false } })
  })

  test("is 503 while the model cannot be used", async () => {
    const recogniser = { ...(await openTestRecogniser()), ready: () => false }
    const { app } = await startService({ recogniser, config: { persistence: "best-effort" } })
    const response = await app.inject("/health")
    expect([response.statusCode, response.json().checks]).toEqual([503, { model_loaded: false, database: true }])
  })
})

describe("GET /ready", () => {
  test("is 200 when model and database answer", async () => {
    const { app } = await startService()
    const response = await app.inject("/ready")
    expect([response.statusCode, response.body]).toEqual([
      200,
      '{"status":"ready","checks":{"model_loaded":true,"database":true}}',
    ])
  })

  test("is 503 and names what is missing", async () => {
    const recogniser = { ...(await openTestRecogniser()), ready: () => false }
    const { app, store } = await startService({ recogniser })
    store.down = true
    const response = await app.inject("/ready")
    expect(response.statusCode).toBe(503)
    expect(response.json()).toEqual({
      detail: "Not ready: the model and the database cannot be used",
      checks: { model_loaded: false, database: false },
      request_id: response.headers["x-request-id"],
    })
    expect(Number(response.headers["retry-after"])).toBeGreaterThan(0)
  })
})

test("GET /version tells which code and which model answer", async () => {
  const { app, recogniser } = await startService()
  expect((await app.inject("/version")).body).toBe(
    JSON.stringify({
      version: BUILD.version,
      api_version: "v1",
      model_version: "v1",
      commit: BUILD.commit,
      built_at: null,
      model_hash: recogniser.modelHash,
    }),
  )
})
