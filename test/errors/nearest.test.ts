import { expect, it } from "vitest"
import { nearest } from "../../src/errors/nearest.js"

it.each([
  ["blok5", "block5"],
  ["b5.actve", "b5.active"],
  ["B5.ACTIVE", "b5.active"],
  ["zzzzzz", undefined],
])("nearest(%s) is %s", (word, wanted) => {
  expect(nearest(word, ["block5", "b5.active", "b5.enabled"])).toBe(wanted)
})

it("nearest of nothing is nothing", () => {
  expect(nearest("x", [])).toBeUndefined()
})
