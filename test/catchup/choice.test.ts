import { expect, test } from "vitest"
import { choose, numbersFrom } from "../lab/catch-up/choice.js"
import { STARTING_STATES } from "../lab/catch-up/starting-states.js"
import { isProvenBy, readNotes, renderTable } from "../lab/catch-up/table.js"

const names = (track: "typescript" | "python", matrix: string | undefined, seed = 0): string[] =>
  choose(track, { matrix, seed }).pairs.flatMap(({ state, tags }) => tags.map((tag) => `${state.name} ${tag}`))

test.each(["typescript", "python"] as const)("ordinary runs on the %s track reach every pair in time", (track) => {
  const seeds = Array.from({ length: 4 * 60 }, (_, seed) => seed)
  const reached = new Set(seeds.flatMap((seed) => names(track, undefined, seed)))
  expect(reached.size).toBe(STARTING_STATES.length * 5)
  expect(seeds.some((seed) => choose(track, { matrix: undefined, seed }).kills > 0)).toBe(true)
})

test("every ordinary run tries something", () => {
  for (let seed = 0; seed < 8; seed++) {
    const chosen = (["typescript", "python"] as const).map((track) => choose(track, { matrix: undefined, seed }))
    expect(chosen.filter(({ pairs, kills, refuse }) => pairs.length > 0 || kills > 0 || refuse)).toHaveLength(1)
  }
})

test("words choose starting states, tags, a track and tests", () => {
  expect(names("typescript", "all")).toHaveLength(60)
  expect(names("typescript", "merge v0.2 v0.3")).toEqual(["a merge in progress v0.2", "a merge in progress v0.3"])
  expect(names("python", "typescript merge")).toEqual([])
  expect(new Set(names("python", "each", 3)).size).toBe(STARTING_STATES.length)
  expect(choose("python", { matrix: "kill", seed: 0 })).toMatchObject({ pairs: [], kills: 10, refuse: false })
  expect(choose("typescript", { matrix: "refuse", seed: 0 })).toMatchObject({ pairs: [], kills: 0, refuse: true })
})

test("the parts of a table share every state, each with one of them", () => {
  const parts = ["1/3", "2/3", "3/3"].map((part) => names("python", `all ${part}`))
  expect(parts.map(({ length }) => length)).toEqual([20, 20, 20])
  expect(new Set(parts.flat()).size).toBe(60)
})

test("what is left is what no note proves", () => {
  const line = (tag: string, outcome: string): string =>
    JSON.stringify({ track: "python", state: "an earlier tag", tag, outcome })
  const notes = readNotes([line("v0.1", "41 s"), line("v0.2", "failed"), line("v0.3", "by hand")].join("\n"))
  const isProven = (state: string, tag: string): boolean => isProvenBy(notes, "python", state, tag)
  const { pairs } = choose("python", { matrix: "left", seed: 0, isProven })
  expect(pairs).toHaveLength(STARTING_STATES.length)
  expect(pairs.find(({ state }) => state.name === "an earlier tag")?.tags).toEqual(["v0.2", "v0.4", "v0.5"])
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
