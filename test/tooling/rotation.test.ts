import { describe, expect, test } from "vitest"
import { rotation } from "../../src/tooling/rotation.mjs"

const FILES = ["block1.mutants.test.ts", "block2.mutants.test.ts", "block3.mutants.test.ts"]

describe("the part of the mutants that a test run tries", () => {
  test("is the same for the same commit, however the files are listed", () => {
    expect(rotation("4f1c", FILES)).toEqual(rotation("4f1c", [...FILES].reverse()))
  })

  test("covers every part of every file in time", () => {
    const seen = new Set<string>()
    for (let commit = 0; commit < 2000; commit += 1) {
      const { file, part } = rotation(commit.toString(16), FILES)
      expect(part).toMatch(/^([1-9]|10)\/10$/)
      seen.add(`${file} ${part}`)
    }
    expect(seen.size).toBe(FILES.length * 10)
  })

  test("needs files to choose from", () => {
    expect(() => rotation("4f1c", [])).toThrow("no files with mutants")
  })
})
