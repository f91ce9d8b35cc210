import { Ansis } from "ansis"
import stringWidth from "string-width"
import { expect, test } from "vitest"
import { classScreen, duration, type ScreenStyle } from "../../../src/cli/grade/class-screen.js"
import { newTally, secondsLeft, tallied, type ClassTally } from "../../../src/cli/grade/class-tally.js"
import type { StudentRowOfRun } from "../../../src/grading/run/run-row.js"

const student = (id: string, name = `Name of ${id}`) => ({
  id,
  name,
  email: undefined,
  group: undefined,
  track: "typescript" as const,
})
const row = (id: string, more: Partial<StudentRowOfRun> = {}): StudentRowOfRun => ({
  student: id,
  name: id,
  state: "graded",
  score: { earned: 1, possible: 1, percent: 100 },
  counts: { pass: 1, fail: 0, skip: 0, error: 0 },
  problems: [],
  retries: 0,
  seconds: 1,
  ...more,
})
const style = (columns: number, rows = 30, color = 0): ScreenStyle => ({
  paint: new Ansis(color),
  unicode: false,
  columns,
  rows,
})

function inWork(count: number, name?: string): ClassTally {
  let tally = newTally(100, 0)
  for (let each = 0; each < count; each++)
    tally = tallied(tally, { kind: "begun", student: student(`s${each}`, name) }, each)
  return tally
}

test("who is in work is shown with what was found, and how far the class is", () => {
  let tally = inWork(2)
  tally = tallied(tally, { kind: "over", row: row("s0") }, 60_000)
  expect(classScreen(tally, 60_000, style(100))).toEqual([
    "  60 s  s1  Name of s1                        + 0",
    "........................  1/100  1.0/min  about 98 min 30 s left".replace("98 min 30 s", "1 h 38 min"),
  ])
})

test.each([40, 60, 80, 200])("no line is as wide as a terminal of %i columns", (columns) => {
  const tally = inWork(3, "学生の名前はとても長いのでここでは切らなければならない、そしてまだ続く")
  for (const line of classScreen(tally, 1000, style(columns, 30, 1))) expect(stringWidth(line)).toBeLessThan(columns)
})

test("the picture is never higher than the terminal", () => {
  for (const rows of [5, 8, 24, 60]) expect(classScreen(inWork(64), 0, style(80, rows)).length).toBeLessThan(rows)
})

test("names do not act on the terminal", () => {
  const text = classScreen(inWork(1, "\u001b[2J\u202eevil"), 0, style(80)).join("\n")
  expect(text).not.toMatch(/[\u001b\u202e]/)
  expect(text).toContain("\\x1b[2J")
})

test("a student who could not be observed is counted, also a half observed one", () => {
  let tally = newTally(3, 0)
  tally = tallied(tally, { kind: "over", row: row("a", { state: "unobserved" }) }, 1)
  tally = tallied(
    tally,
    { kind: "over", row: row("b", { problems: [{ code: undefined, message: "prod is off" }] }) },
    1,
  )
  tally = tallied(tally, { kind: "over", row: row("c") }, 1)
  expect(tally).toMatchObject({ over: 3, unobserved: 2 })
})

test("the end is estimated by the speed so far", () => {
  expect(secondsLeft(newTally(10, 0), 5000)).toBeUndefined()
  expect(secondsLeft(tallied(newTally(11, 0), { kind: "over", row: row("a") }, 2000), 2000)).toBe(20)
})

test("whoever watches a run in its middle learns its speed from what happens, and that nobody is at work", () => {
  let tally = newTally(4, 0, { over: 2, watched: true })
  for (const id of ["a", "b"]) tally = tallied(tally, { kind: "over", row: row(id) }, 0)
  expect(secondsLeft(tally, 9000)).toBeUndefined()
  expect(classScreen(tally, 9000, style(80))).toEqual(["############............  2/4  nobody is at work"])
  tally = tallied(tally, { kind: "begun", student: student("c") }, 0)
  tally = tallied(tally, { kind: "over", row: row("c") }, 10_000)
  tally = tallied(tally, { kind: "begun", student: student("d") }, 10_000)
  expect(secondsLeft(tally, 10_000)).toBe(5)
})

test.each([
  [48, "48 s"],
  [200, "3 min 20 s"],
  [3900, "1 h 5 min"],
])("%i seconds are %s", (seconds, text) => expect(duration(seconds)).toBe(text))
