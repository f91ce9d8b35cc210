import { expect, test } from "vitest"
import { pagerArguments, pagerOf } from "../../src/cli/pager.js"

test.each([
  [{}, ["less"]],
  [{ PAGER: "most -s" }, ["most", "-s"]],
  [{ PAGER: "" }, undefined],
  [{ PAGER: "cat" }, undefined],
])("the pager of %j is %j", (env, expected) => {
  expect(pagerOf(env)).toEqual(expected)
})

test("less shows colours and opens at the line; another pager is called as the person says", () => {
  expect(pagerArguments(["less"], 41)).toEqual(["-R", "+42g"])
  expect(pagerArguments(["/usr/bin/less", "-S"], 0)).toEqual(["-S", "-R"])
  expect(pagerArguments(["most", "-s"], 41)).toEqual(["-s"])
})
