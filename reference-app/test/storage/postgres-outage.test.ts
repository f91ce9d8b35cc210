import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { migrate } from "../../src/storage/migrations.js"
import { openStore, type Persistence } from "../../src/storage/open-store.js"
import { StoreError, type NewPrediction, type PredictionStore } from "../../src/storage/store.js"
import { startCuttingProxy, type CuttingProxy } from "./helpers/cutting-proxy.js"
import { sql } from "./helpers/databases.js"
import { postgresBinaries, startPostgres, type PostgresServer } from "./helpers/postgres-server.js"
import { prediction } from "./helpers/predictions.js"
import { until } from "./helpers/until.js"

test("a server that refuses connections is a 503, and the store opens all the same", async () => {
  const databaseUrl = "postgresql://pixelwise@127.0.0.1:1/pixelwise"
  const store = await openStore({ databaseUrl, persistence: "strict", onWarning: () => undefined })
  onTestFinished(() => store.close())
  await expect(store.page({ limit: 1 })).rejects.toMatchObject({ statusCode: 503 })
  await expect(store.ping()).rejects.toThrow(StoreError)
})

// The same faults as in outage.test.ts, made with a real server, where this machine has one.
describe.each(postgresBinaries ? [{ name: "a real server" }] : [])("$name", { timeout: 60_000 }, () => {
  let server: PostgresServer
  let proxy: CuttingProxy
  let url: string
  let direct: string

  beforeAll(async () => {
    server = await startPostgres()
    proxy = await startCuttingProxy(server.port)
    direct = server.url("postgres")
    const through = new URL(direct)
    through.port = String(proxy.port)
    url = through.href
    await migrate(direct)
  }, 60_000)
  afterAll(async () => {
    await proxy.close()
    await server.remove()
  })

  const refs = async (): Promise<string[]> =>
    (await sql(direct, "SELECT ref FROM predictions ORDER BY created_at, id")).map(({ ref }) => String(ref))

  const open = async (persistence: Persistence): Promise<PredictionStore> => {
    const spoolDir = await mkdtemp(join(tmpdir(), "pixelwise-spool-"))
    const store = await openStore({ databaseUrl: url, persistence, spoolDir, onWarning: () => undefined })
    onTestFinished(async () => {
      await store.close()
      await rm(spoolDir, { recursive: true })
    })
    return store
  }

  /** Callers that keep adding rows while something goes wrong; who is refused goes on with another row. */
  const load = (store: PredictionStore): { stop(): Promise<{ all: NewPrediction[]; answered: string[] }> } => {
    const all: NewPrediction[] = []
    const answered: string[] = []
    let going = true
    const callers = Array.from({ length: 16 }, async () => {
      while (going) {
        const row = prediction({ alternatives: [{ modelVersion: "v2", prediction: "1", confidence: 0.5 }] })
        all.push(row)
        await store.add([row]).then(
          () => answered.push(row.ref),
          (error: unknown) => expect(error).toBeInstanceOf(StoreError),
        )
        await new Promise((resolve) => setTimeout(resolve, 1))
      }
    })
    const stop = async (): Promise<{ all: NewPrediction[]; answered: string[] }> => {
      going = false
      await Promise.all(callers)
      return { all, answered }
    }
    return { stop }
  }

  const faults: [string, (step: number) => Promise<unknown>][] = [
    ["the network breaks connections", async () => proxy.cut()],
    ["answers get lost after the commit", async (step) => proxy.loseAnswersTo(step % 2 ? "insert" : undefined)],
    [
      "an administrator ends sessions",
      () => sql(direct, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'pixelwise'"),
    ],
    ["the server crashes and comes back", async () => void (await server.stop("immediate"), await server.start())],
  ]

  for (const persistence of ["strict", "best-effort"] as const)
    test.each(faults)(`${persistence}: while %s, each answered row is stored, once`, async (_name, fault) => {
      await sql(direct, "TRUNCATE predictions CASCADE")
      const store = await open(persistence)
      await store.add([prediction()])
      const { stop } = load(store)
      for (let step = 1; step <= 6; step++) {
        await new Promise((resolve) => setTimeout(resolve, 150 + Math.random() * 100))
        await fault(step)
      }
      proxy.loseAnswersTo(undefined)
      const { all, answered } = await stop()
      await until(() => store.buffered === 0)
      const stored = await refs()
      expect(new Set(stored).size).toBe(stored.length)
      expect(answered.length).toBeGreaterThan(50)
      expect(answered.filter((ref) => !stored.includes(ref))).toEqual([])
      if (persistence === "best-effort") expect(stored).toHaveLength(all.length + 1)
      expect(await sql(direct, "SELECT count(*)::int AS count FROM prediction_alternatives")).toEqual([
        { count: stored.length - 1 },
      ])
    })

  test("a server that hangs costs the first callers seconds and the next ones nothing", async () => {
    const store = await open("strict")
    await store.add([prediction()])
    proxy.hang(true)
    const began = performance.now()
    const first = await Promise.allSettled(Array.from({ length: 100 }, () => store.add([prediction()])))
    expect(performance.now() - began).toBeLessThan(4_000)
    const next = performance.now()
    const second = await Promise.allSettled(Array.from({ length: 100 }, () => store.add([prediction()])))
    expect(performance.now() - next).toBeLessThan(500)
    for (const result of [...first, ...second]) expect(result).toMatchObject({ reason: { statusCode: 503 } })
    proxy.hang(false)
    proxy.cut()
    await until(() =>
      store.ping().then(
        () => true,
        () => false,
      ),
    )
    expect(await store.add([prediction()])).toEqual([{ stored: true, id: expect.any(Number) }])
  })

  test("a schema that is too old is a failed ping, and a 503 for who writes", async () => {
    await sql(direct, "CREATE DATABASE empty")
    const store = await openStore({
      databaseUrl: server.url("empty"),
      persistence: "strict",
      onWarning: () => undefined,
    })
    onTestFinished(() => store.close())
    await expect(store.ping()).rejects.toThrow(StoreError)
    await expect(store.add([prediction()])).rejects.toThrow(StoreError)
    await migrate(server.url("empty"))
    await expect(store.ping()).resolves.toBeUndefined()
    expect(await store.add([prediction()])).toEqual([{ stored: true, id: 1 }])
  })
})
