import { expect, test } from "vitest"
import { choose, numbersFrom } from "../lab/catch-up/choice.js"
import { STARTING_STATES } from "../lab/catch-up/starting-states.js"
import { renderTable } from "../lab/catch-up/table.js"

const names = (track: "typescript" | "python", matrix: string | undefined, seed = 0): string[] =>
  choose(track, { matrix, seed }).pairs.flatMap(({ state, tags }) => tags.map((tag) => `${state.name} ${tag}`))

test.each(["typescript", "python"] as const)("ordinary runs on the %s track reach every pair in time", (track) => {
  const reached = new Set(Array.from({ length: 60 }, (_, seed) => names(track, undefined, seed)).flat())
  expect(reached.size).toBe(STARTING_STATES.length * 5)
  const killed = [0, 1].map((seed) => choose(track, { matrix: undefined, seed }).kill)
  expect(killed.sort()).toEqual([false, true])
})

test("words choose starting states, tags, a track and tests", () => {
  expect(names("typescript", "all")).toHaveLength(60)
  expect(names("typescript", "merge v0.2 v0.3")).toEqual(["a merge in progress v0.2", "a merge in progress v0.3"])
  expect(names("python", "typescript merge")).toEqual([])
  expect(new Set(names("python", "each", 3)).size).toBe(STARTING_STATES.length)
  expect(choose("python", { matrix: "kill", seed: 0 })).toEqual({ pairs: [], kill: true, refuse: false })
  expect(choose("typescript", { matrix: "refuse", seed: 0 })).toEqual({ pairs: [], kill: false, refuse: true })
})

test("a seed repeats its numbers", () => {
  const [one, same, other] = [numbersFrom(5), numbersFrom(5), numbersFrom(6)]
  const first = one()
  expect(same()).toBe(first)
  expect(other()).not.toBe(first)
  expect(first).toBeGreaterThanOrEqual(0)
  expect(first).toBeLessThan(1)
})

test("the table shows the last outcome of each pair", () => {
  const note = (outcome: string): string =>
    JSON.stringify({ track: "python", state: "an earlier tag", tag: "v0.2", outcome })
  expect(renderTable(`${note("failed")}\n${note("41 s")}\n`)).toContain("| an earlier tag | - | 41 s | - | - | - |")
})
