import { existsSync, readFileSync } from "node:fs"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { fileURLToPath } from "node:url"
import { execa } from "execa"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest"
import type { Database } from "../../../src/grading/gradebook/database.js"
import { migrate } from "../../../src/grading/gradebook/migrations/migrate.js"
import { openPgDatabase } from "../../../src/grading/gradebook/pg-database.js"
import { gradingStore } from "../../../src/grading/gradebook/store/grading-store.js"
import type { GradingStore } from "../../../src/grading/model.js"
import { enqueueRun } from "../../../src/grading/queue/enqueue.js"
import { followRun } from "../../../src/grading/queue/follow-run.js"
import { openGradingQueue } from "../../../src/grading/queue/pg-boss-queue.js"
import { postgresPrograms } from "../../../src/lab/postgres-programs.js"
import { startPostgres, type Cluster } from "../../helpers/postgres.js"
import { eventually } from "../../helpers/processes.js"
import { outcome, REQUEST, result, student } from "../gradebook/sample.js"

const PROGRAM = fileURLToPath(new URL("worker-program.ts", import.meta.url))
const LONG = 180_000
const installed = (await postgresPrograms()) !== undefined

let cluster: Cluster
let url: string
let folder: string
let log: string
let database: Database
let store: GradingStore
let count = 0
let workers: Worker[] = []

interface Worker {
  process: ReturnType<typeof startWorker>
  said: () => string
}

beforeAll(async () => {
  if (installed) cluster = await startPostgres()
}, LONG)
afterAll(async () => {
  if (installed) await cluster.remove()
})
beforeEach(async () => {
  if (!installed) return
  folder = await mkdtemp(path.join(tmpdir(), "course-queue-"))
  log = path.join(folder, "log")
  url = await cluster.url(`queue${++count}`)
  database = await openPgDatabase(url)
  await migrate(database)
  store = gradingStore(database)
}, LONG)
afterEach(async () => {
  if (!installed) return
  for (const { process } of workers) process.kill("SIGKILL")
  await Promise.all(workers.map(({ process }) => process))
  workers = []
  await database.close()
  await rm(folder, { recursive: true, force: true })
}, LONG)

function startWorker(argv: readonly string[]) {
  return execa(process.execPath, argv, { reject: false, all: true, stdin: "ignore" })
}

function worker(name: string, ...labels: string[]): Worker {
  const argv = ["--import", "tsx", PROGRAM, url, name, log, ...labels]
  const process_ = startWorker(argv)
  let text = ""
  process_.all.on("data", (chunk: Buffer) => (text += chunk.toString()))
  const started = { process: process_, said: () => text }
  workers.push(started)
  return started
}

async function queued(ids: readonly string[], labels: readonly string[] = []): Promise<string> {
  await store.enrol(ids.map((id) => student(id)))
  const run = await store.openRun(REQUEST, ids)
  expect(await enqueueRun(run, ids, { rules: "a".repeat(64), labels, databaseUrl: url })).toBe(ids.length)
  return run.id
}

const finished = (): string[] => (existsSync(log) ? readFileSync(log, "utf8").trim().split("\n") : [])
const finishedStudents = (): string[] => finished().map((line) => line.split(" ")[0] ?? "")

describe.skipIf(!installed)("a queue of students on PostgreSQL", () => {
  it("grades each student exactly once when two workers are killed in turn", { timeout: LONG }, async () => {
    const ids = ["stuck-1", "stuck-2", ...Array.from({ length: 10 }, (_, index) => `student-${index}`)]
    const runId = await queued(ids)
    for (const name of ["first", "second"]) {
      const killed = worker(name)
      // Both hands of it are at students that it will never finish.
      await eventually(() => killed.said().match(/taken(-over)? stuck/g)?.length === 2, LONG)
      killed.process.kill("SIGKILL")
      await killed.process
    }
    const third = worker("third")
    expect((await third.process).exitCode).toBe(0)
    expect(third.said()).toMatch(/taken-over stuck-1[^]*closed/)
    expect(finishedStudents().sort()).toEqual([...ids].sort())
    const { run, attempts } = await store.run(runId)
    expect(run.finishedAt).toBeDefined()
    expect(attempts.map(({ state }) => state)).toEqual(ids.map(() => "graded"))
    expect(attempts.find((each) => each.student === "stuck-1")?.tries).toBe(3)
  })

  it("gives back what is in work when it is told to stop", { timeout: LONG }, async () => {
    const runId = await queued(["stuck-1"])
    const first = worker("first")
    await eventually(() => first.said().includes("taken stuck-1"), LONG)
    first.process.kill("SIGTERM")
    expect((await first.process).exitCode).toBe(0)
    expect(first.said()).toMatch(/released stuck-1\n.*"released":1/)
    expect((await store.run(runId)).attempts[0]).toMatchObject({ state: "waiting" })
    await worker("third").process
    expect((await store.run(runId)).attempts[0]).toMatchObject({ state: "graded", tries: 2 })
  })

  it("takes only what its labels reach", { timeout: LONG }, async () => {
    await queued(["far"], ["network=campus"])
    await queued(["near"])
    const home = worker("third", "network=home")
    expect((await home.process).exitCode).toBe(0)
    expect(home.said()).toMatch(/passed-over network=campus/)
    expect(finishedStudents()).toEqual(["near"])
    expect((await worker("third", "gpu", "network=campus").process).exitCode).toBe(0)
    expect(finishedStudents()).toEqual(["near", "far"])
  })

  it("gives students in their order, and moves to other labels what is not done", { timeout: LONG }, async () => {
    const ids = ["zoe", "ada", "mia", "ben"]
    const runId = await queued(ids, ["network=campus"])
    const queue = await openGradingQueue(url)
    try {
      const [campus] = await queue.queues()
      if (!campus) throw new Error("nothing is queued")
      const taken = [await queue.take(campus.name), await queue.take(campus.name)]
      expect(taken.map((job) => job?.student)).toEqual(["zoe", "ada"])
      if (taken[0]) await queue.done(taken[0])
      const to = { rules: "a".repeat(64), labels: ["network=home"], databaseUrl: url }
      expect(await enqueueRun({ id: runId }, ["ada", "mia", "ben"], to)).toBe(3)
      const [home, ...more] = await queue.queues()
      expect([home?.labels, more]).toEqual([["network=home"], []])
      if (!home) throw new Error("nothing is queued")
      expect((await queue.take(home.name))?.student).toBe("ada")
      await queue.remove(home.name)
      await queue.remove(home.name)
      expect(await queue.queues()).toEqual([])
    } finally {
      await queue.close()
    }
  })

  it("refuses what a worker writes that has lost its claim", { timeout: LONG }, async () => {
    const runId = await queued(["ada"])
    const first = await store.claim(runId, "ada", "first", 0)
    const second = await store.claim(runId, "ada", "second", -1)
    if (!first || !second) throw new Error("nobody may have ada")
    expect(await store.heartbeat(first)).toBe(false)
    await expect(store.note(first, [result("b5.one", "fail")])).rejects.toMatchObject({ code: "COURSE_CLAIM_LOST" })
    await expect(store.finish(first, outcome([]))).rejects.toMatchObject({ code: "COURSE_CLAIM_LOST" })
    await store.finish(second, outcome([result("b5.one", "pass")]))
  })

  it(
    "passes over who is queued already, follows a run to its end, and says when there is no server",
    { timeout: LONG },
    async () => {
      const runId = await queued(["ada", "ben"])
      expect(
        await enqueueRun({ id: runId }, ["ada", "ben"], { rules: "a".repeat(64), labels: [], databaseUrl: url }),
      ).toBe(0)
      const seen: number[] = []
      const signal = new AbortController().signal
      const over = followRun(store, runId.slice(0, 8), {
        signal,
        everyMs: 20,
        onProgress: ({ attempts }) => seen.push(attempts.filter(({ state }) => state === "graded").length),
      })
      await worker("third").process
      expect((await over).attempts.map(({ state }) => state)).toEqual(["graded", "graded"])
      expect([seen[0], seen.at(-1)]).toEqual([0, 2])
      await expect(openGradingQueue(undefined)).rejects.toMatchObject({
        code: "COURSE_GRADEBOOK",
        message: expect.stringContaining("DATABASE_URL") as string,
      })
    },
  )
})
