import { describe, expect, it } from "vitest"
import { restAfter } from "../../src/runner/rhythm.js"
import { done } from "../engine/sample.js"

describe("the rhythm of the loop", () => {
  it("repeats a glance with every look", () => {
    expect(restAfter(done("", { durationMs: 300 }), false)).toBe(0)
  })

  it("repeats what takes long the more seldom, most of all while nothing happens", () => {
    expect(restAfter(done("", { durationMs: 2_000 }), true)).toBe(1_000)
    expect(restAfter(done("", { durationMs: 2_000 }), false)).toBe(8_000)
    expect(restAfter(done("", { durationMs: 60_000 }), false)).toBe(20_000)
  })

  it("does not ask a host every second that cannot be reached", () => {
    expect(restAfter({ status: "unobserved", reason: "gone" }, true)).toBeGreaterThan(1_000)
  })
})
