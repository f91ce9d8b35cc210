import { expect, test } from "vitest"
import { flat } from "../helpers/images.js"
import { startService, type TestService } from "../helpers/service.js"
import { readSamples, valueOf, type Sample } from "./exposition.js"

async function scrape({ app }: TestService): Promise<Sample[]> {
  const response = await app.inject("/metrics")
  expect([response.statusCode, response.headers["content-type"]]).toEqual([
    200,
    "text/plain; version=0.0.4; charset=utf-8",
  ])
  return readSamples(response.body)
}

const endpoints = (samples: Sample[]): string[] => [
  ...new Set(samples.filter(({ name }) => name === "http_requests_total").map(({ labels }) => labels.endpoint ?? "")),
]

test("answers of every status are counted, each once", async () => {
  const service = await startService({ config: { classifyPerMinute: 2 } })
  const { app, post } = service
  const image = { pixels: flat(0) }
  for (let i = 0; i < 3; i++) await post(image)
  await post(image, { key: "wrong" })
  await post({})
  await post("x".repeat(100_000))
  await app.inject("/nowhere")
  await app.inject("/%zz")
  await app.inject({ method: "DELETE", url: "/health" })
  const seen = await scrape(service)
  const statuses = seen
    .filter(({ name }) => name === "http_requests_total")
    .map(({ labels, value }) => [labels.endpoint, labels.status_code, value])
  expect(statuses).toEqual([
    ["/classify", "200", 2],
    ["/classify", "401", 1],
    ["/classify", "413", 1],
    ["/classify", "422", 1],
    ["/classify", "429", 1],
    ["unmatched", "404", 2],
    ["unmatched", "405", 1],
  ])
  expect(valueOf(seen, "http_request_duration_seconds_count", { endpoint: "/classify" })).toBe(6)
})

test("random paths and ids make no new endpoints, and scraping is not counted", async () => {
  const service = await startService({ config: { generalPerMinute: 0 } })
  for (let i = 0; i < 50; i++) {
    await service.app.inject(`/${Math.random().toString(36)}/${i}`)
    await service.app.inject(`/predictions/${i}`)
  }
  await scrape(service)
  await service.app.inject({ url: "/metrics", remoteAddress: "198.51.100.7" })
  expect(endpoints(await scrape(service)).sort()).toEqual(["/predictions/:id", "unmatched"])
})

test("the health gauge follows the database, and the version is the service's", async () => {
  const service = await startService()
  expect(valueOf(await scrape(service), "app_health_status")).toBe(1)
  service.store.down = true
  expect(valueOf(await scrape(service), "app_health_status")).toBe(0)
  service.store.down = false
  const seen = await scrape(service)
  expect(valueOf(seen, "app_health_status")).toBe(1)
  const version = (await service.app.inject("/version")).json<{ version: string }>().version
  expect(valueOf(seen, "app_info", { version })).toBe(1)
})
