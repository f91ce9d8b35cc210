import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { afterAll, describe, expect, it } from "vitest"
import { changedPolicy } from "../../../src/cli/gradebook/change-policy.js"
import { findBlock } from "../../../src/cli/gradebook/lookup.js"
import { gradesFrom, lateFrom, momentFrom, pointsFrom } from "../../../src/cli/gradebook/values.js"
import { DEFAULT_POLICY } from "../../../src/grading/score/grade.js"
import { OUTLINE } from "../../grading/score/class.js"

const folder = await mkdtemp(path.join(tmpdir(), "course-values-"))
afterAll(async () => await rm(folder, { recursive: true, force: true }))

const USAGE = expect.objectContaining({ code: "COURSE_USAGE" }) as unknown
const NOTHING = { count: undefined, due: undefined, late: undefined, grace: undefined, grades: undefined }

describe("what a person types", () => {
  it("takes points that are a number and not negative", () => {
    expect(["7", "7.5", "0"].map((text) => pointsFrom(text))).toEqual([7, 7.5, 0])
    for (const text of ["-1", "7,5", "NaN", "1e9", "", "Infinity"]) expect(() => pointsFrom(text)).toThrow(USAGE)
  })

  it("takes a day as its end and a moment as it is", () => {
    expect(momentFrom("2026-06-01")).toBe(new Date("2026-06-01T23:59:59").toISOString())
    expect(momentFrom("2026-06-01T18:00+02:00")).toBe("2026-06-01T16:00:00.000Z")
    for (const text of ["2026-13-01", "1 June", "2026", ""]) expect(() => momentFrom(text)).toThrow(USAGE)
  })

  it("takes a block by its id or number, and tells where a roster is named instead", () => {
    const [{ id } = { id: "" }] = OUTLINE.blocks
    expect([id, id.replace("block", "")].map((word) => findBlock(OUTLINE, word))).toEqual([id, id])
    for (const word of ["roster.csv", "class/roster.YAML", "../class"])
      expect(() => findBlock(OUTLINE, word)).toThrow(
        expect.objectContaining({ hint: expect.stringContaining(`--gradebook ${word}`) as string }) as Error,
      )
    expect(() => findBlock(OUTLINE, "blok")).toThrow(
      expect.objectContaining({ hint: expect.not.stringContaining("--gradebook") as string }) as Error,
    )
  })

  it("takes what being late costs", () => {
    expect(lateFrom("none", 3)).toEqual({ kind: "none" })
    expect(lateFrom("20%/day", 1)).toEqual({ kind: "percent", percentPerDay: 20, graceDays: 1 })
    for (const text of ["20", "120/day", "a/day"]) expect(() => lateFrom(text, 0)).toThrow(USAGE)
  })

  it("reads a table of grades in either form and refuses what is none", async () => {
    const file = path.join(folder, "grades.yaml")
    await writeFile(file, '"2.0": 50\n"1.0": 90\n')
    const table = [
      { grade: "1.0", from: 90 },
      { grade: "2.0", from: 50 },
    ]
    expect(await gradesFrom(file)).toEqual(table)
    await writeFile(file, JSON.stringify(table))
    expect(await gradesFrom(file)).toEqual(table)
    for (const bad of ["[]", "a: b", "- 7", "{"]) {
      await writeFile(file, bad)
      await expect(gradesFrom(file)).rejects.toMatchObject({ code: "COURSE_FILE_UNREADABLE" })
    }
    expect(await gradesFrom("none")).toEqual([])
  })
})

describe("a change of the policy", () => {
  it("is none without a flag", async () => {
    expect(await changedPolicy(DEFAULT_POLICY, NOTHING, OUTLINE)).toBeUndefined()
  })

  it("changes what is named and keeps the rest", async () => {
    const first = await changedPolicy(
      DEFAULT_POLICY,
      { ...NOTHING, late: "20%/day", grace: 2, due: ["1=2026-06-01T00:00Z"] },
      OUTLINE,
    )
    expect(first).toEqual({
      ...DEFAULT_POLICY,
      due: { block1: "2026-06-01T00:00:00.000Z" },
      late: { kind: "percent", percentPerDay: 20, graceDays: 2 },
    })
    const second = await changedPolicy(
      first ?? DEFAULT_POLICY,
      { ...NOTHING, count: "last", due: ["block1=none"], late: "5/day" },
      OUTLINE,
    )
    expect(second).toEqual({
      ...DEFAULT_POLICY,
      count: "last",
      late: { kind: "percent", percentPerDay: 5, graceDays: 2 },
    })
  })

  it("refuses grace without a cost, a date without a block and a block that is none", async () => {
    const tried = [{ grace: 1 }, { due: ["block1"] }]
    for (const flags of tried)
      await expect(changedPolicy(DEFAULT_POLICY, { ...NOTHING, ...flags }, OUTLINE)).rejects.toMatchObject({
        code: "COURSE_USAGE",
      })
    await expect(
      changedPolicy(DEFAULT_POLICY, { ...NOTHING, due: ["blok2=2026-06-01"] }, OUTLINE),
    ).rejects.toMatchObject({ code: "COURSE_UNKNOWN_ID", hint: "Did you mean block2?" })
  })
})
