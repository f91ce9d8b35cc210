import { setTimeout as sleep } from "node:timers/promises"
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { labAnew } from "../../src/lab/lab-anew.js"
import { labDown } from "../../src/lab/lab.js"
import { countOutcomes, percentile, startLoad, startSlowClients, type Outcome } from "../helpers/load.js"
import { PORT, Prod, SPOOL } from "../helpers/load-prod.js"
import { settle } from "../helpers/rows-ledger.js"

const LAB = process.env.COURSE_CHAOS_LAB ?? "test-chaos"
const MINUTES = 60_000
const prod = new Prod(LAB)
let key = ""
/** Rows up to this one were there before the test. */
let before = 0
/** No two tests send the same drawing. */
let drawings = 0

beforeAll(async () => {
  if (process.env.COURSE_CHAOS_LAB === undefined) {
    await labAnew({ name: LAB, state: "v0.8", track: "typescript" })
  }
  key = await prod.key()
}, 15 * MINUTES)
afterAll(async () => {
  if (process.env.COURSE_CHAOS_LAB === undefined) await labDown({ name: LAB })
}, MINUTES)

beforeEach(async () => {
  before = await prod.newestId()
  drawings += 1_000_000
})

const load = (more: Partial<Parameters<typeof startLoad>[0]> = {}) =>
  startLoad({ port: PORT, key, firstNumber: drawings, ...more }, prod.namespace)

const ledger = async (outcomes: readonly Outcome[]) => settle(outcomes, await prod.confidencesAfter(before))

function figures(title: string, outcomes: readonly Outcome[], more: object = {}): void {
  const times = { p50: percentile(outcomes, 0.5), p99: percentile(outcomes, 0.99), max: percentile(outcomes, 1) }
  const milliseconds = Object.fromEntries(Object.entries(times).map(([name, ms]) => [name, `${ms.toFixed(0)} ms`]))
  console.log(`${title}: ${JSON.stringify({ answers: countOutcomes(outcomes), ...milliseconds, ...more })}`)
}

/** A 503 that a client can act upon. */
function expectCleanRefusals(outcomes: readonly Outcome[]): void {
  for (const { status, body, retryAfter } of outcomes.filter((one) => one.status !== 200)) {
    expect({ status, retryAfter, body: JSON.parse(body ?? "null") as unknown }).toEqual({
      status: 503,
      retryAfter: expect.stringMatching(/^[1-9]\d*$/) as string,
      body: { detail: expect.stringMatching(/try again/i) as string, request_id: expect.any(String) as string },
    })
  }
}

const stopPostgres = () => prod.run("systemctl stop postgresql@15-main")
const startPostgres = () => prod.run("systemctl start postgresql@15-main")

describe("PostgreSQL stopped and started during load", () => {
  test(
    "strict: refuses cleanly and quickly meanwhile, and works again without a restart",
    async () => {
      await prod.configure({ PERSISTENCE: "strict" })
      const pid = await prod.pid()
      const running = await load()
      await sleep(1500)
      await stopPostgres()
      const stopped = Date.now()
      await sleep(3000)
      expect(await prod.status("/health")).toBe(503)
      expect(await prod.status("/ready")).toBe(503)
      const starting = Date.now()
      await startPostgres()
      const recovery = await prod.ready()
      await sleep(1500)
      const outcomes = await running.stop()
      const meanwhile = outcomes.filter(({ at }) => at > stopped && at < starting)
      figures("PostgreSQL down, strict", meanwhile, {
        readyAfter: `${recovery.toFixed(0)} ms`,
        all: countOutcomes(outcomes),
      })
      expect(countOutcomes(meanwhile)).toEqual({ 503: meanwhile.length })
      expect(meanwhile.length).toBeGreaterThan(100)
      expectCleanRefusals(outcomes)
      expect(percentile(meanwhile, 1)).toBeLessThan(5000)
      expect(
        outcomes.filter(({ at }) => at > Date.now() - 1000 || at > starting).some(({ status }) => status === 200),
      ).toBe(true)
      expect(outcomes.at(-1)?.status).toBe(200)
      expect(await prod.pid()).toBe(pid)
      expect(await ledger(outcomes)).toMatchObject({ lost: 0, unanswered: 0 })
    },
    MINUTES,
  )

  test(
    "best-effort: answers all the time, and every answer has exactly one row in the end",
    async () => {
      await prod.configure({ PERSISTENCE: "best-effort" })
      const pid = await prod.pid()
      const running = await load()
      for (let outage = 0; outage < 2; outage++) {
        await sleep(1500)
        await stopPostgres()
        await sleep(2000)
        await startPostgres()
      }
      await sleep(2000)
      const outcomes = await running.stop()
      await prod.ready()
      await prod.drained()
      const result = await ledger(outcomes)
      figures("PostgreSQL down twice, best-effort", outcomes, result)
      expect(countOutcomes(outcomes)).toEqual({ 200: outcomes.length })
      expect(result).toMatchObject({ rows: outcomes.length, lost: 0, unacknowledged: 0 })
      expect(await prod.pid()).toBe(pid)
    },
    MINUTES,
  )
})

describe("a full disk", () => {
  test(
    "of the rows that wait: refuses what it cannot keep, and keeps what it acknowledged",
    async () => {
      await prod.run(`mkdir -p ${SPOOL} && mount -t tmpfs -o size=256k,uid=$(id -u produser),mode=700 tmpfs ${SPOOL}`)
      try {
        await prod.configure({ PERSISTENCE: "best-effort" })
        await stopPostgres()
        const running = await load({ pauseMs: 2 })
        await sleep(5000)
        const free = await prod.run(`df --output=avail ${SPOOL} | tail -n 1`)
        await startPostgres()
        await prod.ready()
        await sleep(2000)
        const outcomes = await running.stop()
        await prod.drained()
        const result = await ledger(outcomes)
        figures("disk of the spool full", outcomes, { freeKiB: Number(free), ...result })
        expectCleanRefusals(outcomes)
        expect(countOutcomes(outcomes)["503"]).toBeGreaterThan(0)
        expect(outcomes.at(-1)?.status).toBe(200)
        expect(result).toMatchObject({ lost: 0, unacknowledged: 0, unanswered: 0 })
      } finally {
        await startPostgres()
        await prod.run(`systemctl stop pixelwise; umount ${SPOOL}; systemctl start pixelwise`)
      }
    },
    MINUTES,
  )

  test(
    "of the database: refuses cleanly in strict mode, and works again when there is space",
    async () => {
      const small = "/var/lib/postgresql/small"
      await prod.run(`install -d -o postgres -g postgres -m 700 ${small}
mount -t tmpfs -o size=4m,uid=$(id -u postgres),gid=$(id -g postgres),mode=700 tmpfs ${small}`)
      try {
        await prod.configure({ PERSISTENCE: "strict" })
        await prod.sql(`CREATE TABLESPACE small LOCATION '${small}'`)
        await prod.sql(
          "CREATE TABLE kept AS TABLE predictions; TRUNCATE predictions CASCADE; ALTER TABLE predictions SET TABLESPACE small",
        )
        await prod.run(`head -c 100M /dev/zero >${small}/ballast || true; truncate -s -160K ${small}/ballast`)
        const pid = await prod.pid()
        const running = await load({ pauseMs: 1 })
        await sleep(5000)
        const full = Date.now()
        await sleep(1000)
        await prod.run(`rm ${small}/ballast`)
        await prod.ready()
        await sleep(2000)
        const outcomes = await running.stop()
        const result = await ledger(outcomes)
        figures("disk of the database full", outcomes, {
          ...result,
          whileFull: countOutcomes(outcomes.filter(({ at }) => at > full && at < full + 900)),
        })
        expectCleanRefusals(outcomes)
        expect(countOutcomes(outcomes)["503"]).toBeGreaterThan(0)
        expect(outcomes.at(-1)?.status).toBe(200)
        expect(result).toMatchObject({ lost: 0, unanswered: 0 })
        expect(await prod.pid()).toBe(pid)
      } finally {
        await prod.run(`rm -f ${small}/ballast`)
        await prod
          .sql("ALTER TABLE predictions SET TABLESPACE pg_default; DROP TABLE IF EXISTS kept; DROP TABLESPACE small")
          .finally(() => prod.run(`umount ${small}`))
      }
    },
    MINUTES,
  )
})

describe("kill -9 during load", () => {
  test(
    "leaves a row for every acknowledged image, also while rows wait on disk",
    async () => {
      await prod.configure({ PERSISTENCE: "best-effort" })
      const single = await load({ connections: 8 })
      const batches = await load({ connections: 4, batch: 8, pauseMs: 20, firstNumber: drawings + 500_000 })
      const kill = async (): Promise<void> => {
        await sleep(1500)
        await prod.run("systemctl kill --signal=KILL --kill-who=main pixelwise")
        await prod.ready().catch(() => undefined)
      }
      await kill()
      await stopPostgres()
      await sleep(1500)
      await prod.run("systemctl kill --signal=KILL --kill-who=main pixelwise")
      await sleep(6000)
      await startPostgres()
      await prod.ready()
      await kill()
      await sleep(1000)
      const [ones, eights] = [await single.stop(), await batches.stop()]
      await prod.ready()
      await prod.drained()
      const outcomes = [...ones, ...eights]
      const result = await ledger(outcomes)
      figures("kill -9 three times, best-effort", outcomes, { batches: countOutcomes(eights), ...result })
      expect(result.acknowledged).toBeGreaterThan(500)
      expect(countOutcomes(eights)["200"]).toBeGreaterThan(10)
      expect(result.lost).toBe(0)
      expect(result.unacknowledged).toBeLessThanOrEqual(result.unanswered)
    },
    1.5 * MINUTES,
  )
})

describe("clients that mean no good", () => {
  test(
    "1,000 slow ones do not keep others from being served, and are shown the door",
    async () => {
      await prod.configure({ PERSISTENCE: "strict" })
      const memory = await prod.memory()
      const slow = startSlowClients({ port: PORT, headers: 500, bodies: 500, byteEveryMs: 1000 }, prod.namespace)
      await eventually(() => slow.count().open >= 1000, 10_000)
      const running = await load({ connections: 8 })
      await sleep(5000)
      const stillOpen = slow.count().open
      const outcomes = await running.stop()
      const grown = (await prod.memory()) - memory
      await eventually(() => slow.count().open === 0, 30_000)
      figures("beside 1,000 slow clients", outcomes, { stillOpen, grownMiB: Math.round(grown), slow: slow.count() })
      await slow.stop()
      expect(stillOpen).toBeGreaterThan(900)
      expect(countOutcomes(outcomes)).toEqual({ 200: outcomes.length })
      expect(outcomes.length).toBeGreaterThan(200)
      expect(slow.count()).toMatchObject({ refused: 0, closed: 1000, statuses: { 408: 1000 } })
      expect(grown).toBeLessThan(100)
    },
    1.5 * MINUTES,
  )

  test(
    "2 MB of broken JSON are refused without being kept, again and again",
    async () => {
      const memory = await prod.memory()
      const statuses = await prod.run(`head -c 2000000 /dev/zero | tr '\\0' '[' >/tmp/broken.json
for round in 1 2; do
  for index in $(seq 150); do
    printf 'url=http://127.0.0.1:${PORT}/classify\\noutput=/dev/null\\n'
  done >/tmp/urls
  curl -s -Z --parallel-max 10 -m 20 -K /tmp/urls -H 'Expect:' -H 'Content-Type: application/json' -H 'X-API-Key: x' --data-binary @/tmp/broken.json -w '%{http_code}\\n' || true
done
rm /tmp/broken.json /tmp/urls`)
      const counts = statuses
        .split("\n")
        .reduce<Record<string, number>>((all, status) => ({ ...all, [status]: (all[status] ?? 0) + 1 }), {})
      const grown = (await prod.memory()) - memory
      console.log(`2 MB of broken JSON: ${JSON.stringify({ statuses: counts, grownMiB: Math.round(grown) })}`)
      // 000: who still writes when the connection is closed may lose the answer, as with any server that does not read on.
      const { 413: refused = 0, "000": cut = 0 } = counts
      expect(refused + cut).toBe(300)
      expect(refused).toBeGreaterThan(200)
      expect(grown).toBeLessThan(60)
      expect(await prod.status("/ready")).toBe(200)
    },
    MINUTES,
  )
})

async function eventually(holds: () => boolean, timeoutMs: number): Promise<void> {
  const deadline = performance.now() + timeoutMs
  while (!holds()) {
    if (performance.now() > deadline)
      throw new Error(`it did not come true within ${timeoutMs} ms: ${holds.toString()}`)
    await sleep(100)
  }
}
