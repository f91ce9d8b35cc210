import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { chooseVersion, parseModelFlag, versionsOf, type ModelFlag } from "../../src/inference/model-flag.js"

describe("MODEL_FLAG", () => {
  test.each<[flag: string | undefined, expected: ModelFlag, versions: string[]]>([
    [undefined, { kind: "fixed", version: "v1" }, ["v1"]],
    ["", { kind: "fixed", version: "v1" }, ["v1"]],
    ["off", { kind: "fixed", version: "v1" }, ["v1"]],
    ["v2.0", { kind: "fixed", version: "v2" }, ["v2"]],
    [" v1.0 ", { kind: "fixed", version: "v1" }, ["v1"]],
    ["v2.0:25%", { kind: "percentage", version: "v2", other: "v1", percent: 25 }, ["v1", "v2"]],
    ["v2:0.5%", { kind: "percentage", version: "v2", other: "v1", percent: 0.5 }, ["v1", "v2"]],
    ["v2.0:50%", { kind: "percentage", version: "v2", other: "v1", percent: 50 }, ["v1", "v2"]],
    ["v3.0:75%", { kind: "percentage", version: "v3", other: "v1", percent: 75 }, ["v3", "v1"]],
    ["v3.0:shadow", { kind: "shadow", version: "v1", shadow: "v3" }, ["v1", "v3"]],
  ])("%j is understood", (flag, expected, versions) => {
    const parsed = parseModelFlag(flag, "v1.0")
    expect(parsed).toEqual(expected)
    expect(versionsOf(parsed)).toEqual(versions)
  })

  test.each(["on", "2.0", "v2.0:", "v2.0:25", "v2.0:101%", "v2.0:-1%", "v2.0:1e1%", "v2.0:shadows", "v2,v1", "shadow"])(
    "%j is refused, with the forms that are not",
    (flag) => {
      expect(() => parseModelFlag(flag, "v1.0")).toThrow(
        "MODEL_FLAG is not off, a release (v2.0), a share (v2.0:25%) or a shadow (v2.0:shadow)",
      )
    },
  )

  test.each(["v1.0:25%", "v1:shadow", "v1.1:shadow"])("%j compares a version with itself", (flag) => {
    expect(() => parseModelFlag(flag, "v1.0")).toThrow("MODEL_FLAG names the same release as MODEL_VERSION")
  })
})

describe("the choice", () => {
  test("follows the share over 10,000 drawings", () => {
    for (const percent of [0, 1, 12.5, 25, 50, 99, 100]) {
      const flag: ModelFlag = { kind: "percentage", version: "v2", other: "v1", percent }
      const random = seeded(percent)
      let chosen = 0
      for (let draw = 0; draw < 10_000; draw++) if (chooseVersion(flag, random) === "v2") chosen++
      const deviation = Math.sqrt(percent * (100 - percent))
      expect(Math.abs(chosen - percent * 100)).toBeLessThanOrEqual(4 * deviation)
    }
  })

  test("is decided by the random number alone, and the share is met exactly by evenly spread ones", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1000 }), (tenths) => {
        const flag: ModelFlag = { kind: "percentage", version: "v2", other: "v1", percent: tenths / 10 }
        let next = 0
        const chosen = Array.from({ length: 1000 }, () => chooseVersion(flag, () => (next++ + 0.5) / 1000))
        expect(chosen.filter((version) => version === "v2")).toHaveLength(tenths)
        expect(chosen.slice(0, tenths).every((version) => version === "v2")).toBe(true)
      }),
    )
  })

  test("is none without a percentage: chance is not asked", () => {
    const random = (): number => {
      throw new Error("asked")
    }
    expect(chooseVersion({ kind: "fixed", version: "v2" }, random)).toBe("v2")
    expect(chooseVersion({ kind: "shadow", version: "v1", shadow: "v2" }, random)).toBe("v1")
  })
})

/** Mulberry32: the same numbers for every run of the tests. */
function seeded(seed: number): () => number {
  let state = Math.round(seed * 1000) + 1
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
