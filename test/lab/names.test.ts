import { describe, expect, it } from "vitest"
import { guestName, guestNames, labNamespace, labOf } from "../../src/lab/nspawn/names.js"
import { labPaths } from "../../src/lab/paths.js"
import { requireSnapshotName } from "../../src/lab/snapshots.js"

describe("names of a lab's parts", () => {
  it("lead back to the lab they belong to", () => {
    for (const lab of ["default", "a", "a-dev", "two-words"]) {
      for (const name of [labNamespace(lab), ...guestNames(lab)]) expect(labOf(name)).toBe(lab)
    }
  })

  it("are different for labs whose names look alike", () => {
    expect(labNamespace("a-dev")).not.toBe(guestName("a", "dev"))
  })

  it("are not claimed where others made them", () => {
    for (const name of ["course", "course-", "other-a", "course-a.web", "course-A"]) expect(labOf(name)).toBeUndefined()
  })
})

describe("a lab's name", () => {
  it.each(["", "..", "a/b", "A", "a.b", "-a", "a".repeat(32), "a b"])("cannot be %j", (name) => {
    expect(() => labPaths(name)).toThrow(expect.objectContaining({ code: "COURSE_LAB_UNKNOWN" }) as Error)
  })
})

describe("a snapshot's name", () => {
  it.each(["", "..", "a/b", ".hidden", "x.partial", "a b"])("cannot be %j", (name) => {
    expect(() => requireSnapshotName(name)).toThrow(expect.objectContaining({ code: "COURSE_USAGE" }) as Error)
  })

  it.each(["B1-complete", "v0.4", "good_state"])("can be %j", (name) => {
    expect(() => requireSnapshotName(name)).not.toThrow()
  })
})
