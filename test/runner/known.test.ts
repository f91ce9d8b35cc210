import { describe, expect, it } from "vitest"
import { judgePlan } from "../../src/engine/judge.js"
import { makePlan } from "../../src/engine/plan.js"
import type { Observation } from "../../src/engine/observation.js"
import { knownOf, learnt, type Known } from "../../src/runner/known.js"
import { done, place, sampleCheck, sampleContext } from "../engine/sample.js"
import { AT, passed } from "./sample.js"

/** What is known of b5.need and of b5.check, which needs it, when the probe of the need gives this. */
function knownWith(need: Observation): (Known | undefined)[] {
  const placed = place(sampleCheck("b5.need"), sampleCheck("b5.check", { needs: ["b5.need"] }))
  const plan = makePlan(placed, new Set(["b5.check"]), sampleContext)
  const keys = plan.checks.map(({ probes }) => probes["out"] ?? "")
  const observations = new Map([
    [keys[0] ?? "", need],
    [keys[1] ?? "", done("good")],
  ])
  return judgePlan(plan.checks, observations, sampleContext).map((judged) => knownOf(judged, AT))
}

describe("what is known of a check", () => {
  it("is a pass, or what the verdict says", () => {
    expect(knownWith(done("good")).map((each) => each?.standing)).toEqual(["pass", "pass"])
    expect(knownWith(done("bad"))).toMatchObject([
      { standing: "fail", expected: "good", actual: "bad", hint: "Make it good." },
      { standing: "waiting", waitsFor: "b5.need" },
    ])
  })

  it("is that it could not be seen, also for who waits for something unseen", () => {
    const known = knownWith({ status: "unobserved", reason: "prod is away" })
    expect(known.map((each) => each?.standing)).toEqual(["error", "error"])
    expect(learnt(passed, known[1] as Known)).toBe(passed)
  })
})
