import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, onTestFinished, test } from "vitest"
import { openStore, type StoreOptions } from "../src/storage/open-store.js"
import { flat } from "./helpers/images.js"
import { startService } from "./helpers/service.js"

/** The service on a store that a configuration would give it. */
async function serviceOn(options: Omit<StoreOptions, "onWarning">) {
  const store = await openStore({ ...options, onWarning: () => undefined })
  return startService({ store })
}

async function temporary(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "pixelwise-service-"))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

const NOBODY = "postgresql://pixelwise:hunter2@127.0.0.1:1/pixelwise"

test("a classification is a row of the database before it is answered", { timeout: 60_000 }, async () => {
  const folder = await temporary()
  const { app, post } = await serviceOn({ databaseUrl: `pglite:${join(folder, "data")}`, persistence: "strict" })
  const answer = await post({ pixels: flat(0) }, { address: "192.0.2.7" })
  const id = Number(answer.headers["x-prediction-id"])
  const { prediction, confidence } = answer.json()
  const { results } = (await app.inject("/results")).json()
  expect(results).toEqual([{ id, prediction, confidence, model_version: "v1", created_at: expect.any(String) }])
  expect(Math.abs(Date.parse(results[0].created_at) - Date.now())).toBeLessThan(5_000)
  const refused = [await post({}), await post({ pixels: flat(0) }, { key: "wrong" })]
  expect(refused.map(({ statusCode }) => statusCode)).toEqual([422, 401])
  expect((await app.inject("/results")).json().results).toHaveLength(1)
})

test("strict: without a database a classification is refused, and the refusal tells nothing", async () => {
  const { app, post } = await serviceOn({ databaseUrl: NOBODY, persistence: "strict" })
  for (const response of [await post({ pixels: flat(0) }), await app.inject("/results")]) {
    expect(response.statusCode).toBe(503)
    expect(response.json().detail).toBe("The database does not answer; try again later")
    expect(response.body).not.toMatch(/hunter2|ECONNREFUSED|127\.0\.0\.1/)
  }
})

test("best-effort: without a database a classification is answered and waits on disk", async () => {
  const spoolDir = await temporary()
  const store = await openStore({
    databaseUrl: NOBODY,
    persistence: "best-effort",
    spoolDir,
    onWarning: () => undefined,
  })
  const { post } = await startService({ store })
  const response = await post({ pixels: flat(0) })
  expect(response.statusCode).toBe(200)
  expect(response.headers).not.toHaveProperty("x-prediction-id")
  expect(store.buffered).toBe(1)
})

test("none: nothing is remembered, and nothing is asked of a database", async () => {
  const { app, post } = await serviceOn({ databaseUrl: "", persistence: "none" })
  expect((await post({ pixels: flat(0) })).statusCode).toBe(200)
  expect((await app.inject("/results")).json()).toEqual({ results: [] })
})
