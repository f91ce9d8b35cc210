import fc from "fast-check"
import { Histogram, Registry } from "prom-client"
import { expect, test, vi } from "vitest"
import { createMetrics, type Gauges } from "../../src/observability/metrics.js"
import { TallyHistogram } from "../../src/observability/tallies.js"
import { readSamples, valueOf, type Sample } from "./exposition.js"

function create(gauges: Partial<Gauges> = {}) {
  const metrics = createMetrics({
    queueDepth: () => 0,
    bufferedRows: () => 0,
    healthy: () => true,
    version: "0.8.0",
    ...gauges,
  })
  return { ...metrics, samples: async (): Promise<Sample[]> => readSamples(await metrics.text()) }
}

const boundsOf = (samples: Sample[], name: string): string[] =>
  samples.filter((sample) => sample.name === `${name}_bucket`).map(({ labels }) => labels.le ?? "")

test("requests are counted by method, route and status", async () => {
  const { request, samples } = create()
  request("POST", "/classify", 200, 0.02)
  request("POST", "/classify", 200, 0.3)
  request("POST", "/classify", 401, 0.001)
  request("GET", "/predictions/:id", 404, 0.001)
  request("GET", undefined, 404, 0.001)
  const seen = await samples()
  const count = (labels: Record<string, string>): number => valueOf(seen, "http_requests_total", labels)
  expect(count({ method: "POST", endpoint: "/classify", status_code: "200" })).toBe(2)
  expect(count({ method: "POST", endpoint: "/classify", status_code: "401" })).toBe(1)
  expect(count({ method: "GET", endpoint: "/predictions/:id", status_code: "404" })).toBe(1)
  expect(count({ method: "GET", endpoint: "unmatched", status_code: "404" })).toBe(1)
  const duration = { method: "POST", endpoint: "/classify" }
  expect(valueOf(seen, "http_request_duration_seconds_count", duration)).toBe(3)
  expect(valueOf(seen, "http_request_duration_seconds_sum", duration)).toBeCloseTo(0.321)
  expect(valueOf(seen, "http_request_duration_seconds_bucket", { ...duration, le: "0.025" })).toBe(2)
})

test("the buckets are those of the contract", async () => {
  const { request, prediction, samples } = create()
  request("GET", "/health", 200, 0)
  prediction("v1", "success", 0)
  const seen = await samples()
  expect(boundsOf(seen, "http_request_duration_seconds")).toEqual(
    "0.005 0.01 0.025 0.05 0.1 0.25 0.5 1 2.5 5 10 +Inf".split(" "),
  )
  expect(boundsOf(seen, "prediction_duration_seconds")).toEqual(
    "0.001 0.005 0.01 0.025 0.05 0.1 0.5 1 5 +Inf".split(" "),
  )
})

test("predictions are counted by version and outcome", async () => {
  const { prediction, samples } = create()
  prediction("v1", "success", 0.0005)
  prediction("v1", "success", 0.002)
  prediction("v1", "error", 0.2)
  prediction("v2", "error", 0.2)
  const seen = await samples()
  const count = (model_version: string, status: string): number =>
    valueOf(seen, "predictions_total", { model_version, status })
  expect([count("v1", "success"), count("v1", "error"), count("v2", "success"), count("v2", "error")]).toEqual([
    2, 1, 0, 1,
  ])
  expect(valueOf(seen, "prediction_duration_seconds_count", { model_version: "v1" })).toBe(3)
})

test("counters only rise from scrape to scrape", async () => {
  const { request, prediction, batch, samples } = create()
  for (let round = 1; round <= 3; round++) {
    request("GET", "/health", 200, 0.01)
    prediction("v1", "success", 0.01)
    batch(4)
    const seen = await samples()
    expect(valueOf(seen, "http_requests_total", { endpoint: "/health" })).toBe(round)
    expect(valueOf(seen, "predictions_total", { status: "success" })).toBe(round)
    expect(valueOf(seen, "inference_batch_size_sum")).toBe(4 * round)
    expect(valueOf(seen, "inference_batch_size_bucket", { le: "2" })).toBe(0)
    expect(valueOf(seen, "inference_batch_size_bucket", { le: "4" })).toBe(round)
  }
})

test("methods that no route has are one", async () => {
  const { request, samples } = create()
  for (const method of ["PROPFIND", "PURGE", "x".repeat(100)]) request(method, undefined, 404, 0)
  const seen = (await samples()).filter(({ name }) => name === "http_requests_total")
  expect(seen).toEqual([
    { name: "http_requests_total", labels: { method: "other", endpoint: "unmatched", status_code: "404" }, value: 3 },
  ])
})

test("gauges ask when they are scraped", async () => {
  let [depth, rows, well] = [3, 7, true]
  const { samples } = create({ queueDepth: () => depth, bufferedRows: () => rows, healthy: async () => well })
  const gauges = async (): Promise<number[]> => {
    const seen = await samples()
    return ["inference_queue_depth", "storage_buffered_rows", "app_health_status"].map((name) => valueOf(seen, name))
  }
  expect(await gauges()).toEqual([3, 7, 1])
  ;[depth, rows, well] = [0, 0, false]
  expect(await gauges()).toEqual([0, 0, 0])
  well = true
  expect(await gauges()).toEqual([0, 0, 1])
  expect(valueOf(await samples(), "app_info", { version: "0.8.0" })).toBe(1)
})

test("a health that fails or does not come is 0, and the scrape goes on", async () => {
  const broken = create({ healthy: () => Promise.reject(new Error("no")) })
  expect(valueOf(await broken.samples(), "app_health_status")).toBe(0)
  const throwing = create({
    healthy: () => {
      throw new Error("no")
    },
  })
  expect(valueOf(await throwing.samples(), "app_health_status")).toBe(0)
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] })
  try {
    const silent = create({ healthy: () => new Promise<boolean>(() => undefined) }).text()
    await vi.advanceTimersByTimeAsync(2_000)
    expect(valueOf(readSamples(await silent), "app_health_status")).toBe(0)
  } finally {
    vi.useRealTimers()
  }
})

test("the process itself is measured, in the format that Prometheus expects", async () => {
  const { samples, contentType } = create()
  const seen = await samples()
  expect(valueOf(seen, "process_resident_memory_bytes")).toBeGreaterThan(1_000_000)
  expect(contentType).toBe("text/plain; version=0.0.4; charset=utf-8")
})

test("a tally prints what prom-client's own histogram prints for the same observations", async () => {
  const values = fc.array(fc.double({ min: 0, max: 20, noNaN: true }))
  await fc.assert(
    fc.asyncProperty(values, async (observed) => {
      const [mine, theirs] = [new Registry(), new Registry()]
      const config = { name: "h", help: "help", labelNames: ["method"] as const, buckets: [0.005, 0.1, 1, 10] }
      const tally = new TallyHistogram({ ...config, registers: [mine] }).tally({ method: "GET" })
      const histogram = new Histogram({ ...config, registers: [theirs] })
      histogram.zero({ method: "GET" })
      for (const value of observed) {
        tally.observe(value)
        histogram.observe({ method: "GET" }, value)
      }
      expect(await mine.metrics()).toBe(await theirs.metrics())
    }),
  )
})
