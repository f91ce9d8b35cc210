import { readFile } from "node:fs/promises"
import { globSync } from "tinyglobby"
import { describe, expect, it } from "vitest"
import { FAULTS } from "../../../src/lab/class/faults.js"
import { HOSTILE_KINDS } from "../../../src/lab/class/hostile/kinds.js"
import { people } from "../../../src/lab/class/people.js"
import { planClass } from "../../../src/lab/class/plan.js"
import { STUDENT_KINDS } from "../../../src/lab/class/record.js"

const OPTIONS = { name: "class", state: "v0.5", track: "typescript", mix: true, seed: "1" } as const

describe("the plan of a class", () => {
  it("is the same for the same seed and another for another", () => {
    const students = planClass({ ...OPTIONS, students: 20 })
    expect(planClass({ ...OPTIONS, students: 20 })).toEqual(students)
    expect(planClass({ ...OPTIONS, students: 20, seed: "2" })).not.toEqual(students)
  })

  it("has every kind of student as soon as there is room for all", () => {
    for (const count of [STUDENT_KINDS.length, 20, 100]) {
      const students = planClass({ ...OPTIONS, students: count })
      expect(students).toHaveLength(count)
      expect(new Set(students.map(({ kind }) => kind))).toEqual(new Set(STUDENT_KINDS))
    }
  })

  it("mixes a large class by the shares of a real one", () => {
    const students = planClass({ ...OPTIONS, students: 100 })
    const count = (kind: string): number => students.filter((student) => student.kind === kind).length
    expect(STUDENT_KINDS.map((kind) => [kind, count(kind)])).toEqual([
      ["finished", 40],
      ["halfway", 20],
      ["wrong", 20],
      ["off", 5],
      ["rebuilt", 5],
      ["hostile", 10],
    ])
    expect(new Set(students.flatMap(({ hostile }) => hostile ?? []))).toEqual(new Set(HOSTILE_KINDS))
  })

  it("gives the wrong ones one to three different faults, and nobody else any", () => {
    for (const { kind, faults } of planClass({ ...OPTIONS, students: 100 })) {
      if (kind !== "wrong") expect(faults).toEqual([])
      else {
        expect(new Set(faults).size).toBe(faults.length)
        expect([1, 2, 3]).toContain(faults.length)
      }
    }
  })

  it("gives everybody the state that was asked for where nothing is mixed", () => {
    const students = planClass({ ...OPTIONS, students: 3, mix: false, state: "v0.4" })
    expect(students.map(({ kind, state, lab }) => [kind, state, lab])).toEqual([
      ["finished", "v0.4", "class-01"],
      ["finished", "v0.4", "class-02"],
      ["finished", "v0.4", "class-03"],
    ])
  })
})

describe("people", () => {
  it("are all different, with mailboxes that any mail server takes", () => {
    const all = people(400, "1")
    expect(new Set(all.map(({ name }) => name)).size).toBe(400)
    expect(new Set(all.map(({ email }) => email)).size).toBe(400)
    for (const { email } of all) expect(email).toMatch(/^[a-z0-9.-]+@students\.example\.org$/)
  })

  it("have names with quotes, commas, umlauts and letters that run to the left, even in a small class", () => {
    const names = people(10, "1")
      .map(({ name }) => name)
      .join("\n")
    for (const trap of [/"/, /,/, /ü/, /\p{Script=Arabic}/u, /\p{Script=Hebrew}/u, /;/, /^-/m])
      expect(names).toMatch(trap)
  })
})

describe("the faults of a practice class", () => {
  it("each name a check that there is", async () => {
    const files = globSync("checks/block*/*.ts")
    const texts = await Promise.all(files.map((file) => readFile(file, "utf8")))
    const ids = new Set(texts.flatMap((text) => /\bid: "([^"]+)"/.exec(text)?.[1] ?? []))
    // Some ids are made by a function of two hosts; these are told by their block and beginning.
    const known = (id: string): boolean =>
      ids.has(id) || texts.some((text) => text.includes(id.replace(/-(dev|prod)$/, "-")))
    expect(FAULTS.filter(({ check }) => !known(check))).toEqual([])
  })
})
