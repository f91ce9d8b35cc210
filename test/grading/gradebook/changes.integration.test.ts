import fc from "fast-check"
import { expect, it } from "vitest"
import type { Catalog } from "../../../src/engine/catalog.js"
import { defineCheck } from "../../../src/engine/check.js"
import type { Recording } from "../../../src/engine/recording.js"
import { fail, pass } from "../../../src/engine/verdict.js"
import { auditTrail } from "../../../src/grading/gradebook/changes/audit.js"
import { change, undo, type Change } from "../../../src/grading/gradebook/changes/change.js"
import { judgeAgain, rejudge } from "../../../src/grading/gradebook/changes/rejudge.js"
import { gradingStore } from "../../../src/grading/gradebook/store/grading-store.js"
import { readView } from "../../../src/grading/gradebook/view.js"
import type { GradebookView } from "../../../src/grading/model.js"
import { DEFAULT_POLICY } from "../../../src/grading/score/grade.js"
import { outlineOf } from "../../../src/grading/score/outline.js"
import { printed, sampleContext } from "../../engine/sample.js"
import { onBothBackends } from "./backends.js"
import { REQUEST, recording, student } from "./sample.js"

const AT = "2026-05-20T10:00:00.000Z"
const BY = { who: "Anna", at: AT }

/** A course of two checks that read what a host printed; `wanted` is what the first one takes for right. */
function course(wanted: string, rules: string): Catalog {
  const check = (id: string, right: string) =>
    defineCheck({
      id,
      title: `Says ${id}`,
      host: "dev",
      hint: "Say it.",
      probes: { said: printed(id, { host: "dev" }) },
      judge: ({ said }) => (said === right ? pass() : fail({ message: `It says ${said}.` })),
    })
  const checks = [check("b1.first", wanted), check("b1.second", "second")]
  return {
    rules,
    checks: new Map(checks.map((each) => [each.id, each])),
    blocks: [
      {
        id: "block1",
        number: 1,
        title: "One",
        from: undefined,
        tag: undefined,
        exercises: [
          { id: "1.1", title: "E", steps: [{ id: "1.1.1", title: "S", outcomes: ["b1.first", "b1.second"] }] },
        ],
      },
    ],
  }
}

function said(first: string, second: string): Recording {
  const observed = (id: string, stdout: string) => ({
    spec: printed(id, { host: "dev" }).spec,
    observation: { status: "done" as const, exitCode: 0, stdout, stderr: "", truncated: false, durationMs: 1 },
  })
  return recording({
    context: sampleContext,
    checks: ["b1.first", "b1.second"].map((id, index) => ({ id, probes: { said: `o${index + 1}` } })),
    observations: { o1: observed("b1.first", first), o2: observed("b1.second", second) },
  })
}

const OLD = course("right", "rules-old")
const OUTLINE = outlineOf(OLD)

onBothBackends((backend) => {
  const view = async (): Promise<GradebookView> => await readView(backend.database(), OUTLINE, { takenAt: AT })

  /** A graded class: s1 says what is right, s2 what the corrected check takes for right, s3 nothing of both. */
  async function gradedClass(): Promise<void> {
    const store = gradingStore(backend.database())
    const class3 = { s1: said("right", "second"), s2: said("also right", "second"), s3: said("wrong", "second") }
    await store.enrol(Object.keys(class3).map((id) => student(id)))
    const { id } = await store.openRun(REQUEST, Object.keys(class3))
    for (const [who, seen] of Object.entries(class3)) {
      const claim = await store.claim(id, who, "w", 1_000)
      if (!claim) throw new Error("not claimed")
      await store.finish(claim, { state: "graded", report: judgeAgain(seen, OLD, []), recording: seen, notes: [] })
    }
  }

  const decide = (id: string, scope: string, points: number): Change => ({
    action: "override",
    student: id,
    subject: scope,
    after: { points, ...BY, why: "seen" },
    ...BY,
    why: "seen",
  })

  it("shows a graded class with its points, grades and history", async () => {
    await gradedClass()
    const { students, rules, blocks } = await view()
    expect(rules).toBe("rules-old")
    expect(blocks).toEqual([{ id: "block1", title: "One", possible: 2 }])
    expect(students.map(({ student: { id }, total, grade }) => [id, total.earned, grade])).toEqual([
      ["s1", 2, "1.0"],
      ["s2", 1, "4.0"],
      ["s3", 1, "4.0"],
    ])
    expect(students[1]?.history).toMatchObject([{ state: "graded", rules: "rules-old", earned: 1, possible: 2 }])
    expect(students[2]?.checks[0]).toMatchObject({ id: "b1.first", message: "It says wrong.", hint: "Say it." })
  })

  it("keeps a decision through a regrade, and gives back what was there before by undo", async () => {
    await gradedClass()
    const before = await view()
    await change(backend.database(), decide("s3", "block1", 2))
    const decided = await view()
    expect(decided.students[2]?.blocks[0]).toMatchObject({ state: "overridden", earned: 2 })
    await gradedClass()
    expect((await view()).students[2]?.blocks[0]).toMatchObject({ state: "overridden", earned: 2 })
    await rejudge(backend.database(), { catalog: course("other", "rules-3"), write: true, ...BY })
    expect((await view()).students[2]?.blocks[0]).toMatchObject({ state: "overridden", earned: 2 })
    await undo(backend.database(), { id: undefined, ...BY })
    await undo(backend.database(), { id: undefined, ...BY })
    expect((await view()).students[2]?.blocks).toMatchObject(
      (before.students[2]?.blocks ?? []).map(({ state, earned }) => ({ state, earned })),
    )
  })

  it("restores exactly by undo, whatever was changed, and makes it again by undoing the undo", async () => {
    await gradedClass()
    const points = fc.integer({ min: 0, max: 9 })
    const who = fc.constantFrom("s1", "s2")
    const block = fc.constant("block1")
    const changes = fc.oneof(
      fc.tuple(who, fc.constantFrom("block1", "b1.first"), points).map((args) => decide(...args)),
      fc.record<Change>({
        action: fc.constant("rubric"),
        student: who,
        subject: fc.constantFrom("depth", "writing"),
        after: points.map((given) => ({ points: given, of: 10, ...BY, note: null })),
        who: fc.constant("Anna"),
        at: fc.constant(AT),
        why: fc.constant(undefined),
      }),
      fc.record<Change>({
        action: fc.constant("extend"),
        student: who,
        subject: block,
        after: points.map((day) => ({ until: `2026-06-0${day || 1}T10:00:00.000Z`, ...BY, why: "ill" })),
        who: fc.constant("Anna"),
        at: fc.constant(AT),
        why: fc.constant("ill"),
      }),
      fc.record<Change>({
        action: fc.constant("policy"),
        student: fc.constant(undefined),
        subject: fc.constant("policy"),
        after: fc.constantFrom({ ...DEFAULT_POLICY, count: "last" }, { ...DEFAULT_POLICY, grades: [] }),
        who: fc.constant("Anna"),
        at: fc.constant(AT),
        why: fc.constant(undefined),
      }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(changes, { minLength: 1, maxLength: 3 }), async (all) => {
        const before = await view()
        const entries = []
        for (const each of all) entries.push(await change(backend.database(), each))
        const after = await view()
        const undone = []
        for (const { id } of [...entries].reverse()) undone.push(await undo(backend.database(), { id, ...BY }))
        expect(await view()).toEqual(before)
        for (const { id } of [...undone].reverse()) await undo(backend.database(), { id, ...BY })
        expect(await view()).toEqual(after)
      }),
      { numRuns: 6 },
    )
  })

  it("refuses to take back what was changed since, what was taken back already, and what never was", async () => {
    await gradedClass()
    const first = await change(backend.database(), decide("s1", "block1", 1))
    const second = await change(backend.database(), decide("s1", "block1", 2))
    await expect(undo(backend.database(), { id: first.id, ...BY })).rejects.toMatchObject({ code: "COURSE_USAGE" })
    await undo(backend.database(), { id: second.id, ...BY })
    await expect(undo(backend.database(), { id: second.id, ...BY })).rejects.toThrow("taken back already")
    await undo(backend.database(), { id: first.id, ...BY })
    await expect(undo(backend.database(), { id: undefined, ...BY })).rejects.toMatchObject({
      code: "COURSE_UNKNOWN_ID",
    })
    await expect(undo(backend.database(), { id: 9_999, ...BY })).rejects.toMatchObject({ code: "COURSE_UNKNOWN_ID" })
  })

  it("keeps every change in a trail that the database itself only lets grow", async () => {
    await gradedClass()
    const made = await change(backend.database(), decide("s1", "block1", 1))
    const taken = await undo(backend.database(), { id: made.id, ...BY, who: "Bea" })
    const trail = await auditTrail(backend.database(), { student: "s1" })
    expect(trail.map(({ id, who, undoes, undoneBy }) => [id, who, undoes, undoneBy])).toEqual([
      [taken.id, "Bea", made.id, undefined],
      [made.id, "Anna", undefined, taken.id],
    ])
    expect(await auditTrail(backend.database(), { student: "s2" })).toEqual([])
    await expect(backend.database().query("delete from course.audit")).rejects.toThrow("only ever added to")
    await expect(backend.database().query("update course.audit set who = 'x'")).rejects.toThrow("only ever added to")
  })

  it("shows what a corrected check changes, writes it only when told, and takes it back", async () => {
    await gradedClass()
    const before = await view()
    const corrected = course("also right", "rules-new")
    const shown = await rejudge(backend.database(), { catalog: corrected, write: false, ...BY })
    expect(shown.attempts).toBe(3)
    expect(
      shown.differences.map((each) => [each.student, each.check, each.before?.status, each.after?.status]),
    ).toEqual([
      ["s1", "b1.first", "pass", "fail"],
      ["s2", "b1.first", "fail", "pass"],
    ])
    expect(await view()).toEqual(before)
    const written = await rejudge(backend.database(), { catalog: corrected, write: true, ...BY })
    expect(written.entry).toMatchObject({ action: "rejudge", subject: "2 attempts by rules rules-new" })
    const after = await view()
    expect(after.students.map(({ total }) => total.earned)).toEqual([1, 2, 1])
    expect(after.students[2]).toEqual(before.students[2])
    expect(after.rules).toBe("rules-new")
    expect(await backend.database().query("select id from course.judgements")).toHaveLength(5)
    await undo(backend.database(), { id: undefined, ...BY })
    expect(await view()).toEqual(before)
    expect((await rejudge(backend.database(), { catalog: OLD, write: true, ...BY })).entry).toBeUndefined()
  })

  it("leaves results alone whose observations were never kept", async () => {
    const store = gradingStore(backend.database())
    await store.enrol([student("s1")])
    const { id } = await store.openRun({ ...REQUEST, source: "import" }, ["s1"])
    const claim = await store.claim(id, "s1", "w", 1_000)
    if (!claim) throw new Error("not claimed")
    const report = judgeAgain(said("right", "second"), OLD, [])
    await store.finish(claim, { state: "graded", report, recording: recording(), notes: [] })
    const { differences } = await rejudge(backend.database(), { catalog: course("x", "new"), write: true, ...BY })
    expect(differences).toEqual([])
    expect((await view()).students[0]?.total.earned).toBe(2)
  })

  it("names a check that is no longer part of the course when it judges again", async () => {
    await gradedClass()
    const smaller: Catalog = { ...OLD, rules: "smaller", checks: new Map([...OLD.checks].slice(0, 1)) }
    const { differences } = await rejudge(backend.database(), { catalog: smaller, student: "s1", write: false, ...BY })
    expect(differences.map(({ check, after }) => [check, after])).toEqual([["b1.second", undefined]])
  })

  it("shows only the students, the group and the blocks that are asked for", async () => {
    await gradedClass()
    await gradingStore(backend.database()).enrol([student("s9", { group: "Z" })])
    const of = async (more: object): Promise<string[]> =>
      (await readView(backend.database(), OUTLINE, { takenAt: AT, ...more })).students.map((row) => row.student.id)
    expect(await of({})).toEqual(["s1", "s2", "s3", "s9"])
    expect(await of({ group: "Z" })).toEqual(["s9"])
    expect(await of({ students: ["s2"] })).toEqual(["s2"])
    const none = await readView(backend.database(), OUTLINE, { takenAt: AT, blocks: ["block7"] })
    expect(none.students[0]).toMatchObject({ blocks: [], total: { possible: 0 } })
  })
})
