import { expect, it } from "vitest"
import { claim, heartbeat, note, release } from "../../../src/grading/gradebook/store/claims.js"
import { gradingStore } from "../../../src/grading/gradebook/store/grading-store.js"
import { allFlags } from "../../../src/grading/gradebook/store/flags.js"
import { allStudents } from "../../../src/grading/gradebook/store/students.js"
import type { AttemptNote, Claim, GradingStore } from "../../../src/grading/model.js"
import { onBothBackends } from "./backends.js"
import { outcome, recording, REQUEST, result, student } from "./sample.js"

const HOUR = 3_600_000

onBothBackends((backend) => {
  const store = (): GradingStore => gradingStore(backend.database())

  async function runOf(...students: string[]): Promise<string> {
    await store().enrol(students.map((id) => student(id)))
    return (await store().openRun(REQUEST, students)).id
  }

  async function held(runId: string, id: string, worker = "one"): Promise<Claim> {
    const mine = await store().claim(runId, id, worker, HOUR)
    if (mine === undefined) throw new Error(`${id} cannot be claimed`)
    return mine
  }

  it("adds students, updates those that are known and keeps every name as it is", async () => {
    const names = ['Ö"Brien, Zoë', "محمد", "=1+1", "line\nbreak", "nul\0nul"]
    await store().enrol(names.map((name, index) => student(`s${index}`, { name, group: "b" })))
    await store().enrol([student("s0", { name: "Anna", email: "a@example.org", group: "a" })])
    const all = await allStudents(backend.database())
    expect(all[0]).toEqual(student("s0", { name: "Anna", email: "a@example.org", group: "a" }))
    expect(all.slice(1).map(({ name }) => name)).toEqual(
      expect.arrayContaining(["محمد", "=1+1", "line\nbreak", "nul�nul"]),
    )
  })

  it("opens a run with one waiting attempt per student and finds it by a beginning of its id", async () => {
    const id = await runOf("s1", "s2")
    const { run, attempts } = await store().run(id.slice(0, 6))
    expect(run).toMatchObject({ ...REQUEST, id, finishedAt: undefined })
    expect(attempts.map(({ student, state, tries }) => [student, state, tries])).toEqual([
      ["s1", "waiting", 0],
      ["s2", "waiting", 0],
    ])
    await expect(store().run("zzz")).rejects.toMatchObject({ code: "COURSE_UNKNOWN_ID" })
  })

  it("names a run that nobody has ever started", async () => {
    await expect(store().run()).rejects.toMatchObject({ code: "COURSE_UNKNOWN_ID" })
  })

  it("gives an attempt to one of many workers that want it at once", async () => {
    const id = await runOf("s1")
    const claims = await Promise.all(
      Array.from({ length: 20 }, async (_, index) =>
        claim(index % 2 ? backend.database() : backend.other(), id, "s1", `worker-${index}`, HOUR),
      ),
    )
    expect(claims.filter((each) => each !== undefined)).toHaveLength(1)
    expect((await store().run(id)).attempts[0]).toMatchObject({ state: "running", tries: 1 })
  })

  it("lets a worker that has not been heard of be taken over, and refuses whatever it writes afterwards", async () => {
    const id = await runOf("s1")
    const old = await held(id, "s1", "old")
    await store().note(old, [result("b1.a", "pass")])
    const taken = await claim(backend.other(), id, "s1", "new", -1)
    expect(taken).toMatchObject({ worker: "new", token: old.token + 1 })
    expect(await heartbeat(backend.database(), old)).toBe(false)
    await expect(note(backend.database(), old, [result("b1.a", "fail")])).rejects.toMatchObject({
      code: "COURSE_CLAIM_LOST",
    })
    await expect(store().finish(old, outcome([]))).rejects.toMatchObject({ code: "COURSE_CLAIM_LOST" })
    await release(backend.database(), old)
    expect((await store().run(id)).attempts[0]).toMatchObject({ state: "running", worker: "new", tries: 2 })
    expect(await backend.database().query("select * from course.noted")).toEqual([])
  })

  it("lets the worker that holds an attempt take it once more, because it may not have heard", async () => {
    const id = await runOf("s1")
    const first = await held(id, "s1")
    const again = await held(id, "s1")
    expect(again.token).toBeGreaterThan(first.token)
    expect(await heartbeat(backend.database(), first)).toBe(false)
  })

  it("keeps an attempt with its results, observations and notes, once, and gives it to nobody any more", async () => {
    const id = await runOf("s1")
    const mine = await held(id, "s1")
    await store().note(mine, [result("b1.a", "pass")])
    const notes: AttemptNote[] = [
      { at: "2026-05-01T10:00:01.000Z", kind: "retry", code: "COURSE_HOST_TIMEOUT", message: "again \0 \ud800" },
    ]
    const kept = outcome([result("b1.a", "pass"), result("b1.b", "fail", { message: "\0 =cmd \u001b[31m" })], { notes })
    await store().finish(mine, kept)
    await store().finish(mine, kept)
    expect((await store().run(id)).attempts[0]).toMatchObject({ state: "graded", notes })
    expect(await store().claim(id, "s1", "two", -1)).toBeUndefined()
    const rows = await backend.database().query("select result from course.verdicts order by position")
    expect(rows.map((row) => row["result"])).toEqual(kept.report.checks)
    expect(await backend.database().query("select * from course.noted")).toEqual([])
    expect(await backend.database().query("select id from course.judgements")).toHaveLength(1)
  })

  it("gives back observations exactly as they were", async () => {
    const id = await runOf("s1", "s2")
    const seen = recording({
      observations: {
        o1: {
          spec: { kind: "shell", host: "dev", script: "true", as: "login", timeoutMs: 1, maxBytes: 1 },
          observation: {
            status: "done",
            exitCode: 0,
            stdout: "\0\u0001\ud800 ß 🦊".repeat(5_000),
            stderr: "",
            truncated: true,
            durationMs: 1.5,
          },
        },
      },
    })
    await store().finish(await held(id, "s2"), outcome([], { recording: seen }))
    const found = []
    for await (const each of store().recordings(id)) found.push(each)
    expect(found).toEqual([{ student: "s2", recording: seen }])
    const [size] = await backend.database().query("select octet_length(body) as bytes from course.recordings")
    expect(Number(size?.["bytes"])).toBeLessThan(2_000)
  })

  it("gives an attempt back as waiting", async () => {
    const id = await runOf("s1")
    const mine = await held(id, "s1")
    await store().note(mine, [result("b1.a", "pass")])
    await store().release(mine)
    expect((await store().run(id)).attempts[0]).toMatchObject({ state: "waiting", worker: undefined, tries: 1 })
    expect(await store().claim(id, "s1", "two", HOUR)).toMatchObject({ worker: "two" })
  })

  it("closes a run once and lists runs newest first", async () => {
    const first = await runOf("s1")
    const second = await runOf("s1")
    await store().closeRun(first)
    const { finishedAt } = (await store().run(first)).run
    await store().closeRun(first)
    expect((await store().runs(10)).map(({ id }) => id)).toEqual([second, first])
    expect((await store().runs(1)).map(({ id }) => id)).toEqual([second])
    expect(finishedAt).toBeDefined()
    expect((await store().run(first)).run.finishedAt).toBe(finishedAt)
  })

  // A server tidies up when it likes.
  if (backend.kind === "pglite")
    it("keeps no room for what a run noted on the way", async () => {
      const id = await runOf("s1")
      const mine = await held(id, "s1")
      const room = async (): Promise<number> => {
        const [row] = await backend.database().query("select pg_relation_size('course.noted') as bytes")
        return Number(row?.["bytes"])
      }
      await store().note(
        mine,
        Array.from({ length: 500 }, (_, index) => result(`b1.c${index}`, "pass")),
      )
      await store().finish(mine, outcome([result("b1.c0", "pass")]))
      expect(await room()).toBeGreaterThan(0)
      await store().closeRun(id)
      expect(await room()).toBe(0)
      const [row] = await backend
        .database()
        .query("select reltuples from pg_class where oid = 'course.attempts'::regclass")
      expect(Number(row?.["reltuples"])).toBe(1)
    })

  it("takes the newest run that looked at machines where none is named", async () => {
    const live = await store().openRun(REQUEST, [])
    await store().openRun({ ...REQUEST, source: "submission" }, [])
    expect((await store().run()).run.id).toBe(live.id)
  })

  it("keeps a flag once, and of several runs the newest", async () => {
    const [first, second] = [await runOf("s1", "s2"), await runOf("s1", "s2")]
    const flag = { kind: "machine-id", students: ["s1", "s2"], message: "One machine.", evidence: "abc" } as const
    await store().flag(first, [flag])
    await store().flag(first, [flag])
    await store().flag(second, [{ ...flag, students: ["s2", "s1"], message: "Still one machine." }])
    expect((await allFlags(backend.database())).map(({ message }) => message)).toEqual(["Still one machine."])
  })
})
