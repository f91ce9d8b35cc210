import { describe, expect, it } from "vitest"
import { count, tellFailures, type FileResult } from "../../src/tooling/count-tests.mjs"

const file = (passed: number, failed: number, rest: Partial<FileResult> = {}): FileResult => {
  return { file: "test/some.test.ts", isFailed: failed > 0, passed, failed, causes: [], ...rest }
}

describe("count", () => {
  it("adds the files up", () => {
    expect(count([file(3, 0), file(4, 2)], 1)).toEqual({ passed: 7, failed: 2 })
  })

  it("counts a file that cannot be loaded or prepared, also beside others that failed", () => {
    expect(count([file(3, 0), file(0, 0, { isFailed: true })], 1)).toEqual({ passed: 3, failed: 1 })
    expect(count([file(3, 2), file(0, 0, { isFailed: true })], 1)).toEqual({ passed: 3, failed: 3 })
  })

  it("never reports a broken run as free of failures", () => {
    expect(count([], 2)).toEqual({ passed: 0, failed: 1 })
    expect(count([file(3, 0)], 1)).toEqual({ passed: 3, failed: 1 })
  })
})

describe("tellFailures", () => {
  it("shows the first causes of each file that failed, without colours, and how many there are besides", () => {
    const causes = ["first\n\u001b[31mexpected 1\u001b[39m", "second", "third", "fourth", "fifth"]
    expect(tellFailures([file(3, 0), file(1, 5, { causes })])).toEqual([
      "test/some.test.ts: 5 failed",
      "  - first",
      "    expected 1",
      "  - second",
      "  - third",
      "  and 2 more",
    ])
  })

  it("names a file that failed outside of its tests", () => {
    const broken = file(0, 0, { isFailed: true, causes: ["Cannot find module './nothing.js'"] })
    expect(tellFailures([broken])).toEqual([
      "test/some.test.ts: failed outside of its tests",
      "  - Cannot find module './nothing.js'",
    ])
  })

  it("cuts what is long", () => {
    const long = Array.from({ length: 50 }, () => "x".repeat(1000)).join("\n")
    const lines = tellFailures([file(0, 1, { causes: [long] })])
    expect(lines).toHaveLength(9)
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(250)
  })
})
