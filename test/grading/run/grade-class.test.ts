import { expect, test } from "vitest"
import { CourseError } from "../../../src/errors/course-error.js"
import { openClassRun, resumeClassRun } from "../../../src/grading/run/class-run.js"
import { gradeClass, type ClassDeps, type ClassEvent, type ClassResult } from "../../../src/grading/run/grade-class.js"
import { ON_THE_LAPTOP } from "../../../src/grading/run/plan-student.js"
import { done } from "../../engine/sample.js"
import { MemoryStore } from "../memory-store.js"
import { classOf, depsFor, resultOfStudent, smallRequest, type Behaviours } from "./small-class.js"

const IDS = ["anna", "ben", "cora", "dora", "emil"]
const HEALTHY = IDS.filter((id) => id !== "ben")

async function grade(
  behaviours: Behaviours = {},
  more: Partial<ClassDeps> = {},
  request = smallRequest,
): Promise<{ store: MemoryStore; result: ClassResult }> {
  const store = new MemoryStore()
  const run = await openClassRun(store, request, classOf(...IDS))
  return { store, result: await gradeClass(run, depsFor(store, behaviours, more)) }
}

function statuses(store: MemoryStore, runId: string, id: string): Record<string, string> {
  return Object.fromEntries(store.of(runId, id).outcome?.report.checks.map((each) => [each.id, each.status]) ?? [])
}

test("everybody is graded, and the run is closed", async () => {
  const { store, result } = await grade()
  expect(result.closed).toBe(true)
  expect(result.rows.map(({ student, state }) => [student, state]).sort()).toEqual(IDS.map((id) => [id, "graded"]))
  expect(statuses(store, result.runId, "anna")).toEqual({
    "b1.dev-one": "pass",
    "b1.dev-two": "pass",
    "b1.prod-one": "pass",
    "b1.prod-acts": "pass",
    "b1.laptop": "skip",
  })
})

test("what lives on the student's computer is never looked for on the instructor's", async () => {
  const { store, result } = await grade()
  const laptop = store.of(result.runId, "anna").outcome?.report.checks.find(({ id }) => id === "b1.laptop")
  expect(laptop).toMatchObject({ because: ON_THE_LAPTOP, points: { earned: 0, possible: 0 } })
})

const off: Behaviours = {
  ben: {
    dev: { connect: () => Promise.reject(new CourseError("COURSE_HOST_REFUSED", "dev refuses.")) },
    prod: { connect: () => Promise.reject(new CourseError("COURSE_HOST_REFUSED", "prod refuses.")) },
  },
}

test("a student whose machines are off is unobserved after some attempts, and loses nothing", async () => {
  const { store, result } = await grade(off)
  const { attempt, outcome } = store.of(result.runId, "ben")
  expect(attempt.state).toBe("unobserved")
  expect(outcome?.report.score).toMatchObject({ earned: 0, possible: 0 })
  expect(attempt.notes.filter(({ kind }) => kind === "retry")).toHaveLength(4)
  expect(attempt.notes.filter(({ kind }) => kind === "problem").map(({ code }) => code)).toEqual([
    "COURSE_HOST_REFUSED",
    "COURSE_HOST_REFUSED",
  ])
})

const troubles: Record<string, Behaviours> = {
  "machines that are off": off,
  "a shell that never answers": { ben: { dev: { deaf: true } } },
  "endless output": { ben: { prod: { answer: () => done("x".repeat(100_000), { truncated: true }) } } },
  "a transport that breaks": { ben: { dev: { connect: () => Promise.reject(new TypeError("broken")) } } },
  "output that is no text": { ben: { dev: { answer: () => done("\u001b[2J\u0000=HYPERLINK()") } } },
}
test.each(Object.keys(troubles))("%s: the others' rows are the same as without", async (name) => {
  const [calm, troubled] = await Promise.all([
    grade(),
    grade(troubles[name], { limits: { bytes: 50_000, silenceMs: -9_990 }, timeoutMs: 5_000 }),
  ])
  for (const id of HEALTHY)
    expect(resultOfStudent(troubled.store, troubled.result.runId, id)).toEqual(
      resultOfStudent(calm.store, calm.result.runId, id),
    )
  expect(troubled.result.closed).toBe(true)
})

test("a host that is connected and says nothing is given up, named, and the other host's results stand", async () => {
  const { store, result } = await grade({ ben: { dev: { deaf: true } } }, { limits: { bytes: 1e6, silenceMs: -9_990 } })
  expect(statuses(store, result.runId, "ben")).toMatchObject({ "b1.dev-one": "error", "b1.prod-one": "pass" })
  expect(result.rows.find(({ student }) => student === "ben")?.problems).toEqual([
    { code: "COURSE_HOST_TIMEOUT", message: expect.stringContaining("dev said nothing") as string },
  ])
})

test("output beyond a host's share is cut and told", async () => {
  const flood: Behaviours = { ben: { dev: { answer: () => done("x".repeat(30_000)) } } }
  const { store, result } = await grade(flood, { limits: { bytes: 40_000, silenceMs: 1000 } })
  const { attempt, outcome } = store.of(result.runId, "ben")
  expect(attempt.notes.map(({ kind }) => kind)).toEqual(["flag"])
  const sizes = Object.values(outcome?.recording.observations ?? {}).flatMap(({ spec, observation }) =>
    spec.host === "dev" && observation.status === "done" ? [observation.stdout.length] : [],
  )
  expect(Math.max(...sizes)).toBe(30_000)
  expect(sizes.filter((size) => size === 4_096).length).toBeGreaterThan(0)
})

test("a student who takes too long ends with what was seen, and the reason", async () => {
  const { store, result } = await grade({ ben: { prod: { deaf: true } } }, { timeoutMs: 300 })
  expect(statuses(store, result.runId, "ben")).toMatchObject({ "b1.dev-one": "pass", "b1.prod-one": "error" })
  expect(result.rows.find(({ student }) => student === "ben")?.problems[0]?.message).toContain(
    "Not finished within 0.3 s",
  )
})

test.each(["COURSE_HOST_KEY_CHANGED", "COURSE_SSH_AUTH", "COURSE_HOST_NAME"] as const)(
  "%s is not tried again",
  async (code) => {
    const connect = (): Promise<never> => Promise.reject(new CourseError(code, "No."))
    const { store, result } = await grade({ ben: { dev: { connect } } })
    expect(store.of(result.runId, "ben").attempt.notes).toMatchObject([{ kind: "problem", code }])
    expect(statuses(store, result.runId, "ben")).toMatchObject({ "b1.dev-one": "error", "b1.prod-one": "pass" })
  },
)

test("a machine that boots is tried again until it is there", async () => {
  const connect = async (attempt: number): Promise<void> => {
    if (attempt < 2) throw new CourseError("COURSE_HOST_REFUSED", "Not yet.")
  }
  const { store, result } = await grade({ ben: { dev: { connect } } })
  expect(store.of(result.runId, "ben").attempt.notes.map(({ kind }) => kind)).toEqual(["retry", "retry"])
  expect(statuses(store, result.runId, "ben")).toMatchObject({ "b1.dev-one": "pass" })
})

test("what a cut connection kept from being seen is looked at again", async () => {
  const { store, result } = await grade({ ben: { dev: { cutAfter: 1 } } })
  expect(statuses(store, result.runId, "ben")).toMatchObject({ "b1.dev-one": "pass", "b1.dev-two": "pass" })
  expect(store.of(result.runId, "ben").attempt.notes).toMatchObject([{ kind: "retry", code: "COURSE_HOST_CLOSED" }])
})

const flaky: Behaviours = {
  ben: {
    dev: { answer: (script, asked) => (script.endsWith("dev-one") && asked === 0 ? done("bad") : undefined) },
    prod: { answer: (script) => (script.endsWith("prod-one") ? done("bad") : undefined) },
  },
}

test("a failure is written at once, unless it has to be seen again", async () => {
  const once = await grade(flaky)
  expect(statuses(once.store, once.result.runId, "ben")).toMatchObject({ "b1.dev-one": "fail", "b1.prod-one": "fail" })
  const twice = await grade(flaky, {}, { ...smallRequest, repeat: 2 })
  expect(statuses(twice.store, twice.result.runId, "ben")).toMatchObject({
    "b1.dev-one": "pass",
    "b1.prod-one": "fail",
  })
  expect(twice.store.of(twice.result.runId, "ben").noted.get("b1.prod-one")?.status).not.toBe("fail")
  expect(twice.store.of(twice.result.runId, "ben").attempt.notes[0]?.message).toContain("b1.dev-one")
})

test("a check that the reference fails is left out for everybody", async () => {
  const { store, result } = await grade(flaky, {}, { ...smallRequest, excluded: ["b1.prod-one"] })
  expect(store.of(result.runId, "ben").outcome?.report.checks.find(({ id }) => id === "b1.prod-one")).toMatchObject({
    status: "skip",
    points: { possible: 0 },
  })
})

test("a run that is stopped gives its students back, and resumed it comes to the same", async () => {
  const store = new MemoryStore()
  const students = classOf(...IDS)
  const run = await openClassRun(store, smallRequest, students)
  const stop = new AbortController()
  const onEvent = (event: ClassEvent): void => {
    if (event.kind === "over") stop.abort(new CourseError("COURSE_INTERRUPTED", "Stopped."))
  }
  const first = await gradeClass(run, depsFor(store, off, { signal: stop.signal, concurrency: 2, onEvent }))
  expect(first.closed).toBe(false)
  expect(store.of(run.run.id, "emil").attempt.state).toBe("waiting")

  const again = await resumeClassRun(store, undefined, students)
  expect(again.finished.length).toBeGreaterThan(0)
  const second = await gradeClass(again, depsFor(store, off))
  expect(second.closed).toBe(true)
  const undisturbed = await grade(off)
  for (const id of IDS)
    expect(resultOfStudent(store, run.run.id, id)).toEqual(
      resultOfStudent(undisturbed.store, undisturbed.result.runId, id),
    )
})

test("a run that is stopped before anybody was begun stays open", async () => {
  const store = new MemoryStore()
  const run = await openClassRun(store, smallRequest, classOf(...IDS))
  const signal = AbortSignal.abort(new CourseError("COURSE_INTERRUPTED", "Stopped."))
  expect(await gradeClass(run, depsFor(store, {}, { signal }))).toMatchObject({ rows: [], closed: false })
  expect((await resumeClassRun(store, undefined, classOf(...IDS))).todo).toHaveLength(IDS.length)
})

test("a gradebook that stops in the middle ends the run clearly, and nothing is lost", async () => {
  const store = new MemoryStore()
  const students = classOf(...IDS)
  const run = await openClassRun(store, smallRequest, students)
  let over = 0
  const onEvent = (event: ClassEvent): void => {
    if (event.kind === "over" && ++over === 2) store.fail()
  }
  const failed = gradeClass(run, depsFor(store, {}, { concurrency: 1, onEvent }))
  await expect(failed).rejects.toMatchObject({
    code: "COURSE_GRADEBOOK",
    hint: expect.stringContaining(`--resume ${run.run.id}`) as string,
  })
  store.broken = undefined
  const kept = IDS.filter((id) => store.of(run.run.id, id).attempt.state === "graded")
  expect(kept).toHaveLength(2)
  const again = await resumeClassRun(store, run.run.id, students)
  expect(again.todo.map(({ student }) => student.id)).toEqual(IDS.filter((id) => !kept.includes(id)))
  expect((await gradeClass(again, depsFor(store))).closed).toBe(true)
})

test("a student whom another worker has is left to it", async () => {
  const store = new MemoryStore()
  const run = await openClassRun(store, smallRequest, classOf(...IDS))
  await store.claim(run.run.id, "ben", "elsewhere/2/b", 0)
  const result = await gradeClass(run, depsFor(store))
  expect(result.rows.find(({ student }) => student === "ben")?.state).toBe("elsewhere")
  expect(result.closed).toBe(false)
})

test("a claim that is lost on the way ends the work on that student alone", async () => {
  const store = new MemoryStore()
  const run = await openClassRun(store, smallRequest, classOf(...IDS))
  const connect = async (): Promise<void> => {
    await store.claim(run.run.id, "ben", "elsewhere/2/b", 0)
  }
  const result = await gradeClass(run, depsFor(store, { ben: { dev: { connect } } }))
  expect(Object.fromEntries(result.rows.map(({ student, state }) => [student, state]))).toEqual({
    ...Object.fromEntries(HEALTHY.map((id) => [id, "graded"])),
    ben: "elsewhere",
  })
})

test("results are kept while the student is still in work", async () => {
  const store = new MemoryStore()
  const run = await openClassRun(store, smallRequest, classOf("ben"))
  let release: () => void = () => undefined
  const held = new Promise<void>((resolve) => (release = resolve))
  const connect = (): Promise<void> => held
  const grading = gradeClass(run, depsFor(store, { ben: { prod: { connect } } }))
  await expect
    .poll(() => [...store.of(run.run.id, "ben").noted.keys()].sort())
    .toEqual(["b1.dev-one", "b1.dev-two", "b1.laptop"])
  release()
  expect((await grading).closed).toBe(true)
})

test("no more students than allowed are in work at once", async () => {
  let inWork = 0
  let most = 0
  const onEvent = ({ kind }: ClassEvent): void => {
    if (kind === "begun") most = Math.max(most, ++inWork)
    if (kind === "over") inWork--
  }
  await grade({}, { concurrency: 2, onEvent })
  expect(most).toBe(2)
})
