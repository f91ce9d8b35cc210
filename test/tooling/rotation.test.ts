import { describe, expect, test } from "vitest"
import { mutantsInTurn, oneOf, turnOf } from "../../src/tooling/rotation.mjs"

const FILES = ["block1.mutants.test.ts", "block2.mutants.test.ts", "block3.mutants.test.ts"]
const COMMITS = Array.from({ length: 3000 }, (_, commit) => commit.toString(16))

describe("what a test run takes of the long ones", () => {
  test("is the same for the same commit, however the files are listed", () => {
    const turn = turnOf("4f1c")
    expect(mutantsInTurn(turn, FILES)).toEqual(mutantsInTurn(turn, [...FILES].reverse()))
    expect(oneOf(turn, FILES)).toBe(oneOf(turn, [...FILES].reverse()))
  })

  test("covers every part of every file in time", () => {
    const seen = new Set(
      COMMITS.map((commit) => {
        const { file, part } = mutantsInTurn(turnOf(commit), FILES)
        expect(part).toMatch(/^([1-9]|1\d|20)\/20$/)
        return `${file} ${part}`
      }),
    )
    expect(seen.size).toBe(FILES.length * 20)
    expect(new Set(COMMITS.map((commit) => oneOf(turnOf(commit), FILES)))).toEqual(new Set(FILES))
  })

  test("needs files to choose from", () => {
    expect(() => oneOf(3, [])).toThrow("no files to choose from")
    expect(() => mutantsInTurn(3, [])).toThrow("no files to choose from")
  })
})
