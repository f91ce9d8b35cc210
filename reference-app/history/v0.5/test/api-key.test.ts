import { expect, test } from "vitest"
import { flat } from "./helpers/images.js"
import { KEY, startService } from "./helpers/service.js"

const image = { pixels: flat(0) }

test.each([
  ["wrong", "another-key"],
  ["empty", ""],
  ["a beginning of the right one", KEY.slice(0, -1)],
  ["in another case", KEY.toUpperCase()],
])("a key that is %s is 401 and stores nothing", async (_name, key) => {
  const { post, store } = await startService()
  const response = await post(image, { key })
  expect([response.statusCode, response.json()]).toEqual([401, { detail: "Invalid API key" }])
  expect(store.rows).toEqual([])
})

test("a missing header is 401", async () => {
  const { app } = await startService()
  const response = await app.inject({ method: "POST", url: "/classify", payload: image })
  expect([response.statusCode, response.json()]).toEqual([401, { detail: "Invalid API key" }])
})

test("the key counts in the header only", async () => {
  const { app } = await startService()
  const inQuery = `/classify?api_key=${KEY}&X-API-Key=${KEY}`
  const response = await app.inject({ method: "POST", url: inQuery, payload: { ...image, api_key: KEY } })
  expect(response.statusCode).toBe(401)
})

test("the right key opens; health and results need none", async () => {
  const { app, post } = await startService()
  expect((await post(image)).statusCode).toBe(200)
  expect((await app.inject("/health")).statusCode).toBe(200)
  expect((await app.inject("/results")).statusCode).toBe(200)
})

test("a key with letters beyond ASCII is compared by its bytes", async () => {
  const key = "schlüssel"
  const { post } = await startService({ config: { apiKey: key, debug: false, modelVersion: "v1" } })
  const onTheWire = Buffer.from(key, "utf8").toString("latin1")
  expect((await post(image, { key: onTheWire })).statusCode).toBe(200)
})

test("no log line holds the key or the query, each request's path does appear", async () => {
  const lines: string[] = []
  const { post } = await startService({ logger: { level: "trace", stream: { write: (line) => lines.push(line) } } })
  await post(image)
  await post(image, { url: `/classify?key=${KEY}` })
  await post(image, { key: "wrong-but-secret" })
  const log = lines.join("")
  expect(log).toContain("POST /classify 200")
  expect(log).toContain("POST /classify 401")
  expect(log).not.toContain(KEY)
  expect(log).not.toContain("wrong-but-secret")
})
