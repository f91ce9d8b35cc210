import { readFile } from "node:fs/promises"
import { describe, expect, test } from "vitest"
import { parse } from "yaml"
import { z } from "zod"

const file = (name: string): Promise<string> =>
  readFile(new URL(`../../reference-app/${name}`, import.meta.url), "utf8")

const Compose = z.object({
  services: z.record(
    z.string(),
    z.object({
      image: z.string(),
      ports: z.array(z.string()).optional(),
      networks: z.array(z.string()),
      environment: z.record(z.string(), z.string()).optional(),
      volumes: z.array(z.string()).optional(),
      depends_on: z.record(z.string(), z.object({ condition: z.string() })).optional(),
      build: z
        .object({ context: z.literal(".") })
        .loose()
        .optional(),
    }),
  ),
  configs: z.object({ prometheus: z.object({ content: z.string() }) }),
  networks: z.object({ inside: z.object({ internal: z.literal(true), ipam: z.unknown() }), outside: z.unknown() }),
  volumes: z.record(z.string(), z.unknown()),
})

describe("compose.yaml", async () => {
  const compose = Compose.parse(parse(await file("compose.yaml"), { merge: true }))
  const { services } = compose

  test("publishes the proxy and nothing else", () => {
    expect(
      Object.entries(services).flatMap(([name, { ports = [] }]) => ports.map((port) => `${name} ${port}`)),
    ).toEqual(["proxy 80:80"])
    const outside = Object.entries(services).filter(([, { networks }]) => networks.includes("outside"))
    expect(outside.map(([name]) => name)).toEqual(["proxy"])
  })

  test("starts the service behind its migration, and that behind a database that answers", () => {
    expect(services["api"]?.depends_on).toEqual({ migrate: { condition: "service_completed_successfully" } })
    expect(services["migrate"]?.depends_on).toEqual({ database: { condition: "service_healthy" } })
    expect(services["proxy"]?.depends_on).toEqual({ api: { condition: "service_healthy" } })
  })

  test("holds no value of a secret", () => {
    for (const { environment = {} } of Object.values(services))
      for (const [name, value] of Object.entries(environment))
        if (/PASSWORD|KEY/.test(name)) expect(value, name).toMatch(/^\$\{DB_PASSWORD:\?/)
  })

  test("names only volumes, networks and files that are there", async () => {
    for (const { volumes = [], networks } of Object.values(services)) {
      for (const network of networks) expect(Object.keys(compose.networks)).toContain(network)
      for (const volume of volumes) {
        const [source = ""] = volume.split(":")
        if (source.startsWith("./")) await expect(file(source.slice(2))).resolves.not.toBe("")
        else expect(Object.keys(compose.volumes)).toContain(source)
      }
    }
  })

  test("lets Prometheus ask the service directly, every five seconds", () => {
    const { scrape_configs } = z
      .object({
        scrape_configs: z.array(
          z.object({ scrape_interval: z.string(), metrics_path: z.string(), static_configs: z.unknown() }),
        ),
      })
      .parse(parse(compose.configs.prometheus.content))
    expect(scrape_configs).toEqual([
      { scrape_interval: "5s", metrics_path: "/metrics", static_configs: [{ targets: ["api:8000"] }] },
    ])
  })
})

describe("Dockerfile", async () => {
  const text = (await file("Dockerfile")).replaceAll(/\\\n\s*/g, " ")
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"))
  const stages = lines.filter((line) => line.startsWith("FROM "))
  const runtime = lines.slice(lines.indexOf(stages.at(-1) ?? ""))

  test("runs in a stage that never had npm or what builds", () => {
    expect(stages).toHaveLength(2)
    expect(stages[1]).not.toMatch(/node|build/)
    expect(runtime.filter((line) => /\bnpm\b/.test(line))).toEqual([])
  })

  test("gives up root before it starts anything, and copies nothing behind that", () => {
    const user = runtime.findIndex((line) => /^USER [1-9]\d*$/.test(line))
    expect(user).toBeGreaterThan(0)
    expect(runtime.slice(user).filter((line) => /^(COPY|ADD|RUN)\b/.test(line))).toEqual([])
    expect(runtime.at(-1)).toBe('CMD ["node", "dist/main.js"]')
  })

  test("is looked at every 30 s, with 5 s to answer, 10 s to start and 3 attempts", () => {
    const check = runtime.find((line) => line.startsWith("HEALTHCHECK")) ?? ""
    for (const option of ["--interval=30s", "--timeout=5s", "--start-period=10s", "--retries=3"])
      expect(check).toContain(option)
    expect(check).toContain("http://127.0.0.1:8000/health")
  })
})

test(".dockerignore lets in what is named, and never a secret or the history", async () => {
  const lines = (await file(".dockerignore")).split("\n").filter((line) => line !== "" && !line.startsWith("#"))
  expect(lines[0]).toBe("*")
  const last = lines.findLastIndex((line) => line.startsWith("!"))
  for (const kept of ["**/.env", "**/.git", "**/node_modules"]) expect(lines.indexOf(kept), kept).toBeGreaterThan(last)
})
