import { Ansis } from "ansis"
import stringWidth from "string-width"
import { expect, test } from "vitest"
import { classExitCode, classSummary } from "../../../src/cli/grade/class-summary.js"
import type { ClassResult } from "../../../src/grading/run/grade-class.js"
import type { StudentRowOfRun } from "../../../src/grading/run/run-row.js"

const row = (student: string, more: Partial<StudentRowOfRun> = {}): StudentRowOfRun => ({
  student,
  name: student,
  state: "graded",
  score: { earned: 3, possible: 9, percent: 33.3 },
  counts: { pass: 3, fail: 6, skip: 0, error: 0 },
  problems: [],
  retries: 0,
  seconds: 2,
  ...more,
})
const off = row("ben", {
  state: "unobserved",
  score: undefined,
  problems: [{ code: "COURSE_HOST_REFUSED", message: "dev refuses \u001b[31m." }],
})
const result = (rows: StudentRowOfRun[], more: Partial<ClassResult> = {}): ClassResult => ({
  runId: "abc123",
  rows,
  flags: [],
  waiting: 0,
  closed: true,
  ...more,
})
const paper = { width: 100, paint: new Ansis(0), unicode: false }
const text = (of: ClassResult, { stopped = false, width = 100 } = {}): string =>
  classSummary(of, { roster: "roster.csv", seconds: 12, stopped, bin: "course" }, { ...paper, width }).join("\n")

test("failed checks are no failure of the command; who was not observed is told by the exit code", () => {
  expect(classExitCode(result([row("anna")]))).toBe(0)
  expect(classExitCode(result([row("anna"), off]))).toBe(3)
  expect(classExitCode(result([row("anna", { problems: [{ code: undefined, message: "prod is off" }] })]))).toBe(3)
})

test("who was not observed is listed with the reason, and looked at again by one command", () => {
  const shown = text(result([row("anna"), off]))
  expect(shown).toContain("  ben: not observed: dev refuses \\x1b[31m. [COURSE_HOST_REFUSED]")
  expect(shown).toContain("course grade roster.csv --only ben ")
  expect(shown).toContain("course roster doctor roster.csv")
  expect(shown).not.toContain("--resume")
})

test("a run that is not over says how it goes on", () => {
  expect(text(result([row("anna", { state: "stopped" })], { closed: false }))).toContain(
    "course grade roster.csv --resume abc123",
  )
})

test("a run that was stopped says how many are still to come, and leaves what to do next to the error", () => {
  const shown = text(result([row("anna"), row("ben", { state: "stopped" })], { closed: false, waiting: 3 }), {
    stopped: true,
  })
  expect(shown).toBe("Run abc123: 1 student in 12 s, 1 wholly observed, 4 still to come.")
})

test("reasons are wrapped to the terminal", () => {
  const long = [{ code: "COURSE_PROXY_COMMAND", message: "The proxyCommand gives no connection. ".repeat(4) }]
  const shown = text(result([row("ben", { state: "unobserved", problems: [...long, ...long] })]), { width: 60 })
  const reasons = shown.split("\n").filter((line) => line.includes("proxyCommand") || line.includes("connection"))
  expect(reasons.length).toBeGreaterThan(4)
  for (const line of reasons) expect(stringWidth(line)).toBeLessThanOrEqual(60)
})

test("what is conspicuous is told with its evidence", () => {
  const flag = {
    kind: "machine-id" as const,
    students: ["a", "b"],
    message: "a and b have one machine.",
    evidence: "machine-id f00",
  }
  expect(text(result([row("anna")], { flags: [flag] }))).toContain("  a and b have one machine.\n    machine-id f00")
})
