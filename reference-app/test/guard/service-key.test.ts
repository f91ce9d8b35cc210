import { expect, test } from "vitest"
import { flat } from "../helpers/images.js"
import { createLogger } from "../../src/observability/logger.js"
import { KEY, startService } from "../helpers/service.js"

const image = { pixels: flat(0) }
const refusal = { detail: "Invalid API key", request_id: expect.any(String) }

test.each([
  ["wrong", "another-key"],
  ["empty", ""],
  ["a beginning of the right one", KEY.slice(0, -1)],
  ["in another case", KEY.toUpperCase()],
])("a key that is %s is 401 and stores nothing", async (_name, key) => {
  const { post, store } = await startService()
  const response = await post(image, { key })
  expect([response.statusCode, response.json()]).toEqual([401, refusal])
  expect(store.rows).toEqual([])
})

test("a missing header is 401", async () => {
  const { app } = await startService()
  const response = await app.inject({ method: "POST", url: "/classify", payload: image })
  expect([response.statusCode, response.json()]).toEqual([401, refusal])
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
  const { post } = await startService({ config: { apiKey: key } })
  const onTheWire = Buffer.from(key, "utf8").toString("latin1")
  expect((await post(image, { key: onTheWire })).statusCode).toBe(200)
})

test("no log line holds the key, the query or the drawing; the name of the key does appear", async () => {
  const lines: string[] = []
  const config = { logLevel: "debug", apiKey: KEY, databaseUrl: "" } as const
  const { post } = await startService({ logger: createLogger(config, { write: (line) => void lines.push(line) }) })
  await post(image)
  await post(image, { url: `/classify?key=${KEY}` })
  await post(image, { url: `/classify/${KEY}` })
  await post(image, { key: "wrong-but-secret" })
  const log = lines.join("")
  expect(log).toContain("POST /classify 200")
  expect(log).toContain("POST /classify 401")
  expect(log).toContain("POST /classify/[hidden] 404")
  expect(log).toContain('"key_name":"default"')
  expect(log).not.toContain(KEY)
  expect(log).not.toContain("wrong-but-secret")
  expect(log).not.toContain("0,0,0")
})
