import { describe, expect, it } from "vitest"
import { changesOf } from "../../../src/cli/grade/watch-run.js"
import type { Attempt, AttemptState } from "../../../src/grading/model.js"

const attempt = (student: string, state: AttemptState, tries = 1): Attempt => ({
  runId: "run",
  student,
  state,
  worker: undefined,
  tries,
  startedAt: undefined,
  finishedAt: undefined,
  notes:
    state === "unobserved"
      ? [{ at: "2027-01-01T00:00:00Z", kind: "problem", code: "COURSE_HOST_TIMEOUT", message: "silent" }]
      : [],
})
const kinds = (before: Attempt[], after: Attempt[]): string[] =>
  changesOf(before, after, new Map()).map((event) =>
    event.kind === "over" ? `${event.row.student} ${event.row.state}` : `${event.student.id} ${event.kind}`,
  )

describe("what a watcher is told of a run", () => {
  it("is what changed between two looks", () => {
    const first = [attempt("a", "graded"), attempt("b", "running"), attempt("c", "waiting", 0)]
    expect(kinds([], first)).toEqual(["a graded", "b begun"])
    expect(kinds(first, first)).toEqual([])
    expect(kinds(first, [attempt("a", "graded"), attempt("b", "unobserved"), attempt("c", "running")])).toEqual([
      "b unobserved",
      "c begun",
    ])
  })
  it("names a student who was given back, and one whom another worker took over", () => {
    const first = [attempt("a", "running"), attempt("b", "running")]
    expect(kinds(first, [attempt("a", "waiting"), attempt("b", "running", 2)])).toEqual(["a given-back", "b begun"])
  })
  it("says why a student was not observed", () => {
    const [event] = changesOf([attempt("a", "running")], [attempt("a", "unobserved")], new Map())
    expect(event).toMatchObject({ kind: "over", row: { problems: [{ code: "COURSE_HOST_TIMEOUT" }] } })
  })
})
