import { describe, expect, it } from "vitest"
import { hasResult } from "../../../src/grading/export/cell-words.js"
import type { BlockCell, GradingPolicy } from "../../../src/grading/model.js"
import { attempt, override, score } from "./class.js"

const LAST = { policy: { count: "last" } } as const
const LATE: Partial<GradingPolicy> = {
  due: { block1: "2026-05-10T23:59:59.000Z" },
  late: { kind: "percent", percentPerDay: 20, graceDays: 1 },
}

function cell(row: ReturnType<typeof score>, block = "block1"): BlockCell {
  const found = row.blocks.find((each) => each.block === block)
  if (!found) throw new Error(`no ${block}`)
  return found
}

describe("what counts", () => {
  it("shows a student who was never tried as such, without points, percent or grade", () => {
    const row = score([])
    expect(cell(row)).toMatchObject({ state: "none", earned: 0, possible: 0, because: undefined })
    expect(row).toMatchObject({ grade: undefined, total: { earned: 0, possible: 0, percent: 0 } })
  })

  it("gives no zero to a student who could not be observed, and says why", () => {
    const row = score([attempt(1, { "b1.a": "error", "b1.b": "error" })])
    expect(cell(row)).toMatchObject({ state: "unobserved", possible: 0, provenAt: undefined })
    expect(cell(row).because).toContain("The host did not answer")
    expect(row.grade).toBeUndefined()
  })

  it("keeps what was proven when a later look fails, check by check, and says so", () => {
    const row = score(
      [attempt(1, { "b1.a": "pass", "b1.b": "pass" }), attempt(2, { "b1.a": "error", "b1.b": "fail" })],
      LAST,
    )
    expect(cell(row)).toMatchObject({ state: "kept", earned: 1, possible: 2 })
    expect(cell(row).because).toContain("Not observed on 2026-05-02")
    expect(row.checks.find(({ id }) => id === "b1.a")).toMatchObject({ state: "kept", status: "pass" })
    expect(row.checks.find(({ id }) => id === "b1.b")).toMatchObject({ state: "proven", status: "fail" })
  })

  it("counts the best attempt of each block, or the last", () => {
    const attempts = [
      attempt(1, { "b1.a": "pass", "b1.b": "pass", "b2.a": "fail" }),
      attempt(2, { "b1.a": "fail", "b1.b": "pass", "b2.a": "pass" }),
    ]
    expect(score(attempts).blocks.map(({ earned }) => earned)).toEqual([2, 1])
    expect(score(attempts, LAST).blocks.map(({ earned }) => earned)).toEqual([1, 1])
  })

  it("does not reward switching a machine off: what is first seen later counts for the best attempt, too", () => {
    const row = score([attempt(1, { "b1.a": "pass", "b1.b": "error" }), attempt(2, { "b1.a": "fail", "b1.b": "fail" })])
    expect(cell(row)).toMatchObject({ earned: 1, possible: 2 })
  })

  it("leaves what a passive run left out as it was proven", () => {
    const row = score([attempt(1, { "b1.a": "pass" }), attempt(2, { "b1.a": "skip" })], LAST)
    expect(cell(row)).toMatchObject({ earned: 1, possible: 1 })
  })

  it("gives no points, and so no zero, to whom nothing was seen of but what applies to nobody", () => {
    const row = score([attempt(1, { "b1.a": "error", "b1.b": "error", "b1.c": "skip" })])
    expect(cell(row)).toMatchObject({ state: "unobserved", provenAt: undefined })
    expect(hasResult(cell(row))).toBe(false)
    expect(cell(score([attempt(1, { "b1.a": "error", "b1.b": "fail", "b1.c": "skip" })])).state).toBe("proven")
  })

  it("lets a bonus make up for others and never lift the total above all", () => {
    const all = { "b1.a": "pass", "b1.b": "pass", "b1.c": "pass", "b1.bonus": "pass" } as const
    expect(score([attempt(1, { ...all, "b1.a": "fail" })]).total).toEqual({ earned: 3, possible: 3, percent: 100 })
    expect(score([attempt(1, all)]).total).toEqual({ earned: 3, possible: 3, percent: 100 })
  })

  it("does not depend on the order in which attempts are read", () => {
    const attempts = [attempt(1, { "b1.a": "pass" }), attempt(2, { "b1.a": "fail" }), attempt(3, { "b1.a": "error" })]
    expect(score([...attempts].reverse(), LAST)).toEqual(score(attempts, LAST))
  })
})

describe("late", () => {
  it("takes percent for each begun day after the days of grace", () => {
    const late = (day: number): BlockCell => cell(score([attempt(day, { "b1.a": "pass" })], { policy: LATE }))
    expect(late(10)).toMatchObject({ earned: 1, late: undefined })
    expect(late(11)).toMatchObject({ earned: 1, late: undefined })
    expect(late(12)).toMatchObject({ earned: 0.8, raw: 1, late: { days: 1, factor: 0.8 } })
    expect(late(12).because).toContain("1 day late: 80 %")
    expect(late(30)).toMatchObject({ earned: 0 })
  })

  it("counts from when a check began to hold, not from when it was looked at again", () => {
    const attempts = [attempt(9, { "b1.a": "pass" }), attempt(20, { "b1.a": "pass" })]
    expect(cell(score(attempts, { policy: { ...LATE, count: "last" } }))).toMatchObject({ earned: 1, late: undefined })
  })

  it("goes by the extension of the student where there is one", () => {
    const extensions = { block1: "2026-05-30T00:00:00.000Z" }
    expect(cell(score([attempt(20, { "b1.a": "pass" })], { policy: LATE, extensions }))).toMatchObject({ earned: 1 })
  })

  it("takes the best of being complete late and being incomplete in time", () => {
    const attempts = [attempt(9, { "b1.a": "pass", "b1.b": "fail" }), attempt(13, { "b1.a": "fail", "b1.b": "pass" })]
    expect(cell(score(attempts, { policy: LATE }))).toMatchObject({ earned: 1 })
  })
})

describe("what a person decided", () => {
  it("stands for the block, with who and why, and is never late", () => {
    const row = score([attempt(20, { "b1.a": "fail" })], { overrides: [override("block1", 1)], policy: LATE })
    expect(cell(row)).toMatchObject({ state: "overridden", earned: 1, possible: 1, raw: 0, late: undefined })
    expect(cell(row).because).toBe("Set by Anna on 2026-05-20: seen in the lab.")
  })

  it("stands for a check among others, and for one that was never looked at", () => {
    const row = score([attempt(1, { "b1.a": "fail", "b1.b": "pass" })], {
      overrides: [override("b1.a", 1), override("b1.c", 0.5)],
    })
    expect(cell(row)).toMatchObject({ earned: 2.5, possible: 3 })
    expect(row.checks.map(({ id, state }) => [id, state])).toEqual([
      ["b1.a", "overridden"],
      ["b1.b", "proven"],
      ["b1.c", "overridden"],
    ])
  })

  it("gives points to somebody who was never observed", () => {
    const row = score([], { overrides: [override("block1", 2)] })
    expect(cell(row)).toMatchObject({ state: "overridden", earned: 2, possible: 3 })
    expect(row).toMatchObject({ total: { earned: 2, possible: 3, percent: 66.7 }, grade: "3.0" })
  })
})
