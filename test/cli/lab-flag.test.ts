import { describe, expect, it } from "vitest"
import { expandLabFlag } from "../../src/cli/lab-flag.js"

const expand = (line: string): Promise<string[]> =>
  expandLabFlag(line.split(" "), (name) => ["mine", "dev", "block5"].includes(name))

describe("--lab", () => {
  it.each([
    ["check --lab", "check --lab=default"],
    ["check --lab block5", "check --lab=default block5"],
    ["check --lab 5.4", "check --lab=default 5.4"],
    ["check --lab b5.active", "check --lab=default b5.active"],
    ["check --lab --passive", "check --lab=default --passive"],
    ["check --lab=mine block5", "check --lab=mine block5"],
    ["check --lab mine block5", "check --lab=mine block5"],
    ["trust --lab dev", "trust --lab=default dev"],
    ["deploy --lab main", "deploy --lab=default main"],
    ["lab exec dev -- run --lab mine", "lab exec dev -- run --lab mine"],
  ])("in `course %s` means `course %s`", async (typed, meant) => {
    expect((await expand(typed)).join(" ")).toBe(meant)
  })
})
