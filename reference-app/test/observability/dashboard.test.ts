import { readFileSync } from "node:fs"
import { parse } from "yaml"
import { expect, test } from "vitest"
import { z } from "zod"
import { createMetrics } from "../../src/observability/metrics.js"
import { readSamples } from "./exposition.js"

const Dashboard = z.object({
  panels: z
    .array(
      z.object({
        id: z.int(),
        title: z.string().min(1),
        gridPos: z.object({ x: z.int(), y: z.int(), w: z.int(), h: z.int() }),
        targets: z.array(z.object({ expr: z.string().min(1) })).min(1),
      }),
    )
    .min(1),
  templating: z.object({ list: z.array(z.object({ name: z.string() })) }),
})
const Rules = z.object({
  groups: z.array(z.object({ rules: z.array(z.object({ alert: z.string(), expr: z.string() })) })),
})
const Scrape = z.object({
  global: z.object({ scrape_interval: z.string() }),
  rule_files: z.array(z.string()),
  scrape_configs: z.array(z.object({ job_name: z.string(), scrape_interval: z.string(), metrics_path: z.string() })),
})

const read = (path: string): string => readFileSync(`deploy/${path}`, "utf8")
const dashboard = Dashboard.parse(JSON.parse(read("grafana/pixelwise.json")))
const alerts = Rules.parse(parse(read("prometheus/alerts.yml"))).groups.flatMap(({ rules }) => rules)
const expressions = [
  ...dashboard.panels.flatMap(({ title, targets }) => targets.map(({ expr }) => [title, expr] as const)),
  ...alerts.map(({ alert, expr }) => [alert, expr] as const),
]

/** Metrics that Prometheus makes itself when it scrapes, and the labels that it adds. */
const OF_PROMETHEUS = new Map([["up", new Set<string>()]])
const LABELS_OF_PROMETHEUS = ["job", "instance"]
const WORDS = new Set(["by", "without", "or", "and", "unless", "on", "ignoring", "bool", "offset"])

/** The metrics that an expression names, and for all of them the labels that it names. */
function namesIn(expression: string): { metrics: string[]; labels: string[] } {
  const plain = expression.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""').replaceAll(/\[[^\]]*\]/g, "")
  const labels = [
    ...[...plain.matchAll(/\{([^}]*)\}/g)].flatMap(([, inside = ""]) => inside.match(/\w+(?=\s*(=|!))/g) ?? []),
    ...[...plain.matchAll(/\b(?:by|without) \(([^)]*)\)/g)].flatMap(([, inside = ""]) => inside.match(/\w+/g) ?? []),
  ]
  const rest = plain.replaceAll(/\{[^}]*\}/g, "").replaceAll(/\b(?:by|without) \([^)]*\)/g, "")
  const metrics = (rest.match(/[a-zA-Z_:][\w:]*(?!\s*\(|[\w:])/g) ?? []).filter((name) => !WORDS.has(name))
  return { metrics, labels }
}

/** Every metric that the service prints once everything has happened, with its labels. */
async function printed(): Promise<Map<string, Set<string>>> {
  const metrics = createMetrics({ queueDepth: () => 0, bufferedRows: () => 0, healthy: () => true, version: "0.8.0" })
  metrics.request("GET", "/health", 200, 0.01)
  metrics.prediction("v1", "success", 0.01)
  metrics.batch(1)
  const known = new Map(OF_PROMETHEUS)
  for (const { name, labels } of readSamples(await metrics.text()))
    known.set(name, new Set([...(known.get(name) ?? []), ...Object.keys(labels)]))
  return known
}

test("the reader of expressions sees what they name", () => {
  expect(namesIn('histogram_quantile(0.95, sum by (le, a) (rate(x_bucket{b=~"y{}", c!="d"}[5m])))')).toEqual({
    metrics: ["x_bucket"],
    labels: ["b", "c", "le", "a"],
  })
  expect(namesIn("(sum(rate(a_total[1m])) or vector(0)) / b > 0.5").metrics).toEqual(["a_total", "b"])
})

test.each(expressions)("%s names metrics and labels that the service has: %s", async (_title, expression) => {
  const known = await printed()
  const { metrics, labels } = namesIn(expression)
  expect(metrics.length).toBeGreaterThan(0)
  for (const metric of metrics) expect([...known.keys()]).toContain(metric)
  const carried = new Set([...metrics.flatMap((metric) => [...known.get(metric)!]), ...LABELS_OF_PROMETHEUS])
  for (const label of labels) expect([...carried]).toContain(label)
})

test("a name that the service does not have is found", async () => {
  expect((await printed()).has("http_request_total")).toBe(false)
  expect((await printed()).get("http_requests_total")?.has("path")).toBe(false)
})

test("every metric of the service's own is on the dashboard", async () => {
  const shown = new Set(dashboard.panels.flatMap(({ targets }) => targets.flatMap(({ expr }) => namesIn(expr).metrics)))
  const own = [...(await printed()).keys()].filter((name) => !/^(up$|process_|nodejs_)/.test(name))
  const families = new Set(own.map((name) => name.replace(/_(bucket|sum|count)$/, "")))
  for (const family of families) expect([...shown].some((name) => name.startsWith(family))).toBe(true)
})

test("panels have ids of their own and do not cover each other", () => {
  const { panels } = dashboard
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length)
  for (const [index, { title, gridPos: a }] of panels.entries()) {
    expect(a.x + a.w, title).toBeLessThanOrEqual(24)
    for (const { gridPos: b } of panels.slice(index + 1)) {
      const apart = a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y || b.y + b.h <= a.y
      expect(apart, title).toBe(true)
    }
  }
})

test("the scrape file asks as often as it should, and loads the alerts", () => {
  const { global, rule_files, scrape_configs } = Scrape.parse(parse(read("prometheus/prometheus.yml")))
  expect([global.scrape_interval, rule_files]).toEqual(["15s", ["alerts.yml"]])
  expect(scrape_configs).toEqual([{ job_name: "pixelwise", scrape_interval: "5s", metrics_path: "/metrics" }])
})
