import { describe, expect, it } from "vitest"
import { count } from "../../src/tooling/count-tests.mjs"

const run = (numPassedTests: number, numFailedTests: number): Parameters<typeof count>[0][number] => ({
  numPassedTests,
  numFailedTests,
})

describe("count", () => {
  it("adds the runs up", () => {
    expect(count([run(3, 0), run(4, 2)], 1)).toEqual({ passed: 7, failed: 2 })
  })

  it("counts a file that cannot be loaded", () => {
    const broken = { ...run(3, 0), testResults: [{ status: "failed", assertionResults: [] }] }
    expect(count([broken], 1)).toEqual({ passed: 3, failed: 1 })
  })

  it("never reports a broken run as free of failures", () => {
    expect(count([], 2)).toEqual({ passed: 0, failed: 1 })
    expect(count([run(3, 0)], 1)).toEqual({ passed: 3, failed: 1 })
  })
})
