import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import { execa } from "execa"
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"
import { openGradebook, type Gradebook } from "../../../src/grading/gradebook/open.js"
import { openPgDatabase } from "../../../src/grading/gradebook/pg-database.js"
import { gradingStore } from "../../../src/grading/gradebook/store/grading-store.js"
import { migrate, MIGRATIONS } from "../../../src/grading/gradebook/migrations/migrate.js"
import { postgresPrograms } from "../../../src/lab/postgres-programs.js"
import { startPostgres, type Cluster } from "../../helpers/postgres.js"
import { outcome, REQUEST, result, student } from "./sample.js"

const WRITER = fileURLToPath(new URL("writer.ts", import.meta.url))
const installed = (await postgresPrograms()) !== undefined

let folder = ""
let cluster: Cluster | undefined
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "course-killed-"))
  if (installed) cluster = await startPostgres()
}, 120_000)
afterAll(async () => {
  await cluster?.remove()
  await rm(folder, { recursive: true, force: true })
})

function urlOf(name: string): Promise<string> {
  if (!cluster) throw new Error("no server")
  return cluster.url(name)
}

/** Lets the writer write until it has said so many lines, then kills it in the middle of what it does. */
async function killedWriter(databaseUrl: string | undefined, lines: number, meanwhile?: () => Promise<void>) {
  const child = execa(process.execPath, ["--import", "tsx", WRITER, folder, ...(databaseUrl ? [databaseUrl] : [])], {
    reject: false,
    stdin: "ignore",
    buffer: false,
    stderr: "inherit",
  })
  const said: string[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    said.push(line)
    if (said.length === 1) await meanwhile?.()
    if (said.length === lines) child.kill("SIGKILL")
  }
  const { signal } = await child
  expect(signal).toBe("SIGKILL")
  return {
    run: said[0]?.replace("run ", "") ?? "",
    kept: said.flatMap((line) => (line.startsWith("kept ") ? [line.slice(5)] : [])),
    noted: said.flatMap((line) => (line.startsWith("noted ") ? [line.slice(6)] : [])),
  }
}

/** Whatever was said to be kept is there, whole; what is there beyond is whole as well; the rest can be taken up. */
async function expectAllKept(
  { database, store }: Gradebook,
  { run, kept, noted }: Awaited<ReturnType<typeof killedWriter>>,
) {
  const { attempts } = await store.run(run)
  const graded = attempts.filter(({ state }) => state === "graded").map((attempt) => attempt.student)
  expect(graded).toEqual(expect.arrayContaining(kept))
  const counts = await database.query(
    `select j.student, count(*) as verdicts from course.judgements j join course.verdicts v on v.judgement = j.id
     where j.run_id = $1 group by j.student`,
    [run],
  )
  expect(new Map(counts.map((row) => [row["student"], row["verdicts"]]))).toEqual(new Map(graded.map((id) => [id, 40])))
  const recordings = []
  for await (const { student: id } of store.recordings(run)) recordings.push(id)
  expect([...recordings].sort()).toEqual([...graded].sort())
  const open = noted.filter((id) => !graded.includes(id))
  const notes = await database.query("select distinct student from course.noted where run_id = $1", [run])
  expect(notes.map((row) => row["student"])).toEqual(expect.arrayContaining(open))
  for (const { student: id } of attempts.filter(({ state }) => state === "running")) {
    const claim = await store.claim(run, id, "next", -1)
    if (!claim) throw new Error(`${id} cannot be taken up`)
    await store.finish(claim, outcome([result("b1.c0", "pass")]))
  }
}

describe("a process that is killed while it writes", () => {
  it("loses nothing it was told is kept in the embedded database, whose lock dies with it", async () => {
    const options = { folder, databaseUrl: undefined, warn: () => undefined }
    for (const lines of [2, 37, 64]) {
      const told = await killedWriter(undefined, lines, async () => {
        await expect(openGradebook(options)).rejects.toMatchObject({
          code: "COURSE_GRADEBOOK",
          message: expect.stringMatching(/is in use by process \d+/) as string,
        })
      })
      const gradebook = await openGradebook(options)
      await expectAllKept(gradebook, told)
      await gradebook.close()
    }
  }, 240_000)

  it.skipIf(!installed)(
    "loses nothing it was told is kept on a server",
    async () => {
      const databaseUrl = await urlOf("killed")
      for (const lines of [2, 37, 64]) {
        const told = await killedWriter(databaseUrl, lines)
        const gradebook = await openGradebook({ folder, databaseUrl, warn: () => undefined })
        await expectAllKept(gradebook, told)
        await gradebook.close()
      }
    },
    240_000,
  )
})

describe.skipIf(!installed)("a server that stops in the middle", () => {
  it("is told clearly, and all that was kept is there when it is back", async () => {
    const url = await urlOf("stopped")
    const database = await openPgDatabase(url, { retryMs: [1, 1] })
    await migrate(database)
    const store = gradingStore(database)
    await store.enrol([student("s1"), student("s2")])
    const { id } = await store.openRun(REQUEST, ["s1", "s2"])
    const claim = await store.claim(id, "s1", "w", 60_000)
    if (!claim) throw new Error("not claimed")
    await store.note(claim, [result("b1.a", "pass")])
    await cluster?.crash()
    const refused = { code: "COURSE_GRADEBOOK", hint: expect.stringContaining("--resume") as string }
    await expect(store.note(claim, [result("b1.b", "pass")])).rejects.toMatchObject(refused)
    await expect(store.finish(claim, outcome([]))).rejects.toMatchObject(refused)
    await expect(store.run(id)).rejects.toMatchObject(refused)
    await cluster?.start()
    expect(await database.query("select check_id from course.noted")).toEqual([{ check_id: "b1.a" }])
    await store.finish(claim, outcome([result("b1.a", "pass")]))
    expect((await store.run(id)).attempts.map(({ state }) => state)).toEqual(["graded", "waiting"])
    await store.close()
  })

  it("comes back within the tries, and whoever waits for it is told once", async () => {
    const warn = vi.fn<(message: string) => void>()
    const database = await openPgDatabase(await urlOf("restarted"), { warn })
    await database.query("select 1 as one")
    await cluster?.crash()
    const asked = Promise.all([database.query("select 2 as two"), database.query("select 3 as three")])
    await vi.waitFor(() => expect(warn).toHaveBeenCalled(), 5_000)
    await cluster?.start()
    expect(await asked).toEqual([[{ two: 2 }], [{ three: 3 }]])
    await database.close()
    expect(warn).toHaveBeenCalledTimes(1)
    expect(warn.mock.calls[0]?.[0]).toMatch(/does not answer\. It is tried again for 8 s\.$/)
  })

  it("is named without its password when it is not there or not to be used", async () => {
    await cluster?.crash()
    const secret = (await urlOf("gone")).replace("postgres@", "postgres:s3cret-canary@")
    for (const url of [secret, "postgres://u:s3cret-canary@[bad", "nonsense s3cret-canary"]) {
      const error: unknown = await openPgDatabase(url, { retryMs: [] }).then(
        () => undefined,
        (reason: unknown) => reason,
      )
      expect(error).toMatchObject({ code: "COURSE_GRADEBOOK" })
      expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain("s3cret-canary")
    }
    await cluster?.start()
  })

  it("refuses a gradebook that a newer course has made", async () => {
    const database = await openPgDatabase(await urlOf("newer"))
    await migrate(database, [...MIGRATIONS, { id: 999, name: "future", sql: "create table course.future (id int)" }])
    await expect(migrate(database)).rejects.toMatchObject({
      code: "COURSE_GRADEBOOK",
      hint: expect.stringContaining("Update") as string,
    })
    await database.close()
  })
})
