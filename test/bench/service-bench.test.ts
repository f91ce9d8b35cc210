import { describe, expect, it } from "vitest"
import type { ServiceBench } from "../../src/bench/service-bench.js"
import { aims } from "../../src/bench/service/aims.js"
import { drawings } from "../../src/bench/service/drawings.js"
import type { Row } from "../../src/bench/service/measure.js"
import { usageOf } from "../../src/bench/service/process-usage.js"
import { serviceTable } from "../../src/bench/service/table.js"

const row = (server: string, connections: number, perSecond: number, p99: number, errors = 0): Row => ({
  ...{ server, connections, perSecond, p50: p99 / 2, p99, errors },
  ...{ answers: perSecond, rss: 100 * 2 ** 20, cpuSeconds: 1, cpuMicroseconds: 1e6 / perSecond },
})

const rowsOf = (perSecond: number, p99: number): Row[] =>
  [1, 16, 64, 256].flatMap((count) => [
    row("service", count, perSecond, p99),
    row("peer, sync", count, 1000, 100),
    row("peer, async", count, 1200, 90),
    row("floor", count, 20_000, 2),
  ])

const mark = (answers: number, mebibytes: number) => ({ answers, rss: mebibytes * 2 ** 20, perSecond: 1, errors: 0 })

const bench = (more: Partial<ServiceBench> = {}): ServiceBench => ({
  ...{ rounds: 3, secondsPerRound: 5, withoutDatabase: rowsOf(12_000, 10), withDatabase: rowsOf(10_000, 10) },
  stored: [{ server: "service", rows: 10, answers: 10 }],
  ...more,
})

const missed = (result: ServiceBench): string[] => aims(result).flatMap(({ aim, met }) => (met ? [] : [aim]))

describe("the aims of the service's benchmark", () => {
  it("are met by figures that reach them exactly", () => {
    expect(missed(bench())).toEqual([])
  })

  it.each<[string, Partial<ServiceBench>, RegExp]>([
    ["too slow beside the peer", { withoutDatabase: rowsOf(11_999, 10) }, /12 times the peer/],
    ["too slow with a database", { withDatabase: rowsOf(9_999, 10) }, /10 times the peer/],
    ["too far from the floor", { withoutDatabase: rowsOf(11_999, 10) }, /0\.6 of the floor/],
    ["a slower p99 than one of the peers", { withDatabase: rowsOf(12_000, 90) }, /p99 .* with PostgreSQL/],
    ["a refused request", { withDatabase: [...rowsOf(12_000, 10), row("service", 512, 1, 1, 3)] }, /no request failed/],
    ["an answer without a row", { stored: [{ server: "service", rows: 9, answers: 10 }] }, /a row for every answer/],
    [
      "memory that grows",
      { memory: [90, 100, 100, 111].map((rss, index) => mark((index + 1) * 100_000, rss)) },
      /memory flat/,
    ],
  ])("are missed by %s", (_title, more, aim) => {
    expect(missed(bench(more)).some((name) => aim.test(name))).toBe(true)
  })

  it("accept memory that grows only before the third mark", () => {
    expect(missed(bench({ memory: [50, 80, 100, 109].map((rss, index) => mark((index + 1) * 100_000, rss)) }))).toEqual(
      [],
    )
  })
})

describe("the table of the service's benchmark", () => {
  it("shows every measured server and says which aim is missed", () => {
    const text = serviceTable(
      bench({ withoutDatabase: rowsOf(6_000, 10), memory: [mark(1, 1), mark(2, 1), mark(3, 1)] }),
    )
    expect(text).toMatch(/64 +service +6000 .*\n +peer, sync +1000 .* 6\.00 x\n/)
    expect(text).toMatch(/MISSED +at least 12 times the peer .* 6\.00\n/)
    expect(text).toMatch(/met +no request failed/)
  })
})

describe("the bodies that are posted", () => {
  it("are different drawings of every digit that the model knows", () => {
    const drawn = drawings()
    expect(new Set(drawn.map(({ body }) => body)).size).toBe(drawn.length)
    expect(new Set(drawn.map(({ prediction }) => prediction)).size).toBe(9)
  })
})

describe.runIf(process.platform === "linux")("what a process uses", () => {
  it("is read from the system", async () => {
    const { cpuSeconds, rss, peakRss } = await usageOf(process.pid)
    expect(cpuSeconds).toBeGreaterThan(0)
    expect(Math.abs(rss - process.memoryUsage.rss()) / rss).toBeLessThan(0.5)
    expect(peakRss).toBeGreaterThanOrEqual(rss)
  })
})
