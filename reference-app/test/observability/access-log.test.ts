import { expect, test } from "vitest"
import { createLogger } from "../../src/observability/logger.js"
import { flat } from "../helpers/images.js"
import { KEY, openTestRecogniser, startService } from "../helpers/service.js"

async function logged(logLevel: "debug" | "info" = "info") {
  const lines: string[] = []
  const logger = createLogger({ logLevel, apiKey: KEY, databaseUrl: "" }, { write: (line) => void lines.push(line) })
  const recogniser = await openTestRecogniser()
  const service = await startService({ logger, recogniser })
  return { ...service, objects: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>) }
}

test("each answered request is one line with all its fields", async () => {
  const { app, post, objects } = await logged()
  await post({ pixels: flat(0) }, { headers: { "x-request-id": "trace-7", "x-forwarded-for": "198.51.100.7" } })
  await app.inject({ url: "/nowhere?secret=1", remoteAddress: "2001:db8::1" })
  expect(objects()).toEqual([
    {
      level: "info",
      timestamp: expect.stringMatching(/Z$/),
      logger: "pixelwise",
      request_id: "trace-7",
      method: "POST",
      path: "/classify",
      status_code: 200,
      duration_ms: expect.any(Number),
      client_ip: "198.51.100.7",
      key_name: "default",
      message: "POST /classify 200",
    },
    expect.objectContaining({ level: "info", path: "/nowhere", status_code: 404, client_ip: "2001:db8::1" }),
  ])
  const duration = Number(objects()[0]!.duration_ms)
  expect(duration).toBeGreaterThan(0)
  expect(duration).toBeLessThan(10_000)
})

test("a 5xx is one line with the stack, and the answer shows nothing of it", async () => {
  const { app, recogniser, post, objects } = await logged()
  recogniser.recognise = () => Promise.reject(new Error("the inside broke", { cause: new Error("deeper") }))
  const answer = await post({ pixels: flat(0) }, { headers: { "x-request-id": "trace-8" } })
  expect([answer.statusCode, answer.json()]).toEqual([500, { detail: "Internal Server Error", request_id: "trace-8" }])
  expect(objects()).toEqual([
    expect.objectContaining({
      level: "error",
      request_id: "trace-8",
      method: "POST",
      path: "/classify",
      status_code: 500,
      exception: expect.stringMatching(/^Error: the inside broke\n\s+at .*caused by: Error: deeper/s),
    }),
  ])
  expect((await app.inject("/version")).statusCode).toBe(200)
})

test("a refusal is one line without a stack", async () => {
  const { app, post, objects } = await logged()
  await post({ pixels: flat(0) }, { key: "wrong" })
  await post({})
  await post("{")
  await app.inject("/a%zzb?x=%zz")
  const lines = objects()
  expect(lines.map(({ status_code }) => status_code)).toEqual([401, 422, 400, 404])
  expect(lines.map(({ level, exception, key_name }) => [level, exception, key_name])).toEqual(
    Array(4).fill(["info", undefined, undefined]),
  )
  expect(lines[3]!.path).toBe("/a%zzb")
})

test("a scrape is worth a line at debug only, a refused one always", async () => {
  for (const [level, expected] of [
    ["info", [403]],
    ["debug", [200, 403]],
  ] as const) {
    const { app, objects } = await logged(level)
    await app.inject("/metrics")
    await app.inject({ url: "/metrics", remoteAddress: "198.51.100.7" })
    expect(objects().map(({ status_code }) => status_code)).toEqual(expected)
  }
})

test("a path cannot forge a line, and a very long one is cut", async () => {
  const { app, objects } = await logged()
  await app.inject(`/${"a".repeat(5_000)}`)
  await app.inject('/%0a{"level":"fatal"}')
  const lines = objects()
  expect(lines).toHaveLength(2)
  expect(String(lines[0]!.path)).toHaveLength(512)
  expect(lines[1]!.level).toBe("info")
})
