import { describe, expect, test } from "vitest"
import { FIXTURE_ABSENT } from "../../src/engine/fixture.js"
import { judgePlan } from "../../src/engine/judge.js"
import { makeReport, resultOf } from "../../src/engine/make-report.js"
import type { Observation } from "../../src/engine/observation.js"
import { makePlan } from "../../src/engine/plan.js"
import { report as reportSchema } from "../../src/engine/report.js"
import { consequenceOf, fail, pass, skip } from "../../src/engine/verdict.js"
import type { Check } from "../../src/engine/check.js"
import { done, place, sampleCheck, sampleContext } from "./sample.js"

/** Judges checks whose probe `echo ID` was observed as given. */
function judge(checks: Check[], seen: Record<string, Observation>) {
  const plan = makePlan(place(...checks), new Set(checks.map(({ id }) => id)), sampleContext)
  const observations = new Map(
    [...plan.probes].flatMap(([key, spec]) => {
      const id = spec.kind === "shell" ? spec.script.replace("echo ", "") : ""
      return seen[id] ? [[key, seen[id]] as const] : []
    }),
  )
  const judged = judgePlan(plan.checks, observations, sampleContext)
  return Object.fromEntries(judged.map((each) => [each.planned.check.id, resultOf(each)]))
}

const good = done("good")
const bad = done("bad")
const gone: Observation = { status: "unobserved", reason: "prod refuses the connection." }

describe("judging", () => {
  test("a chain of needs skips everything behind the one cause, and names it", () => {
    const results = judge([sampleCheck("a"), sampleCheck("b", { needs: ["a"] }), sampleCheck("c", { needs: ["b"] })], {
      a: bad,
      b: good,
      c: good,
    })
    expect(results.a).toMatchObject({ status: "fail", points: { earned: 0, possible: 1 } })
    expect(results.b).toMatchObject({ status: "skip", because: "needs a", points: { earned: 0, possible: 1 } })
    expect(results.c).toMatchObject({ status: "skip", because: "needs a", points: { earned: 0, possible: 1 } })
  })

  test("what could not be observed is an error, and neither it nor what needs it costs points", () => {
    const results = judge([sampleCheck("a"), sampleCheck("b", { needs: ["a"] }), sampleCheck("c", { needs: ["b"] })], {
      a: gone,
      b: good,
      c: good,
    })
    expect(results.a).toMatchObject({
      status: "error",
      because: "prod refuses the connection.",
      points: { possible: 0 },
    })
    expect(results.b).toMatchObject({ status: "skip", because: "needs a", points: { possible: 0 } })
    expect(results.c).toMatchObject({ status: "skip", because: "needs a", points: { possible: 0 } })
  })

  test("a probe that nobody observed is an error, never a pass", () => {
    expect(judge([sampleCheck("a")], {}).a?.status).toBe("error")
  })

  test("a need that does not apply does not hold up what needs it", () => {
    const results = judge(
      [sampleCheck("a", { judge: () => skip("not on containers") }), sampleCheck("b", { needs: ["a"] })],
      { a: good, b: good },
    )
    expect(results.a).toMatchObject({ status: "skip", because: "not on containers", points: { possible: 0 } })
    expect(results.b?.status).toBe("pass")
  })

  test("a check may find out itself that it only repeats another failure", () => {
    const results = judge([sampleCheck("a"), sampleCheck("b", { judge: () => consequenceOf("a") })], {
      a: bad,
      b: good,
    })
    expect(results.b).toMatchObject({ status: "skip", because: "needs a", points: { earned: 0, possible: 1 } })
  })

  test("a check that throws is our fault, and the others go on", () => {
    const broken = sampleCheck("a", {
      judge: () => {
        throw new TypeError("x is undefined")
      },
    })
    const results = judge([broken, sampleCheck("b")], { a: good, b: good })
    expect(results.a).toMatchObject({
      status: "error",
      because: expect.stringContaining("not your mistake") as string,
      points: { possible: 0 },
    })
    expect(results.b?.status).toBe("pass")
  })

  test("without its fixture a check is skipped: nobody did anything wrong", () => {
    const absent: Observation = {
      status: "unobserved",
      reason: "The service on dev is not running.",
      code: FIXTURE_ABSENT,
    }
    expect(judge([sampleCheck("a")], { a: absent }).a).toMatchObject({
      status: "skip",
      because: "The service on dev is not running.",
    })
  })

  test("a failure's own hint goes before the check's, and its evidence before the excerpt", () => {
    const own = sampleCheck("a", {
      judge: () => fail({ message: "Off.", hint: "Switch it on.", expected: "on", actual: "off" }),
    })
    const results = judge([own, sampleCheck("b")], { a: done("line"), b: bad })
    expect(results.a).toMatchObject({
      hint: "Switch it on.",
      evidence: { expected: "on", actual: "off", excerpt: "line" },
    })
    expect(results.b).toMatchObject({ hint: "Make it good.", evidence: { expected: "good", actual: "bad" } })
  })
})

describe("the report", () => {
  const facts = {
    context: sampleContext,
    rules: "r",
    startedAt: "2026-01-01T00:00:00.000Z",
    finishedAt: "2026-01-01T00:00:01.000Z",
    hosts: [],
  }
  const reportOf = (checks: Check[], seen: Observation[]) => {
    const plan = makePlan(place(...checks), new Set(checks.map(({ id }) => id)), sampleContext)
    const observations = new Map([...plan.probes.keys()].map((key, index) => [key, seen[index] ?? gone]))
    return makeReport(judgePlan(plan.checks, observations, sampleContext), facts)
  }

  test("follows its published schema, with a bonus that makes up for a loss but gives no more than all", () => {
    const checks = [
      sampleCheck("a", { points: 3 }),
      sampleCheck("b"),
      sampleCheck("c", { optional: true, points: 2, judge: () => pass() }),
    ]
    const report = reportSchema.parse(reportOf(checks, [good, bad, good]))
    expect(report.score).toEqual({ earned: 5, possible: 4, percent: 100 })
    expect(report.summary).toEqual({ pass: 2, fail: 1, skip: 0, error: 0 })
  })

  test("counts nothing where nothing could be seen", () => {
    expect(reportOf([sampleCheck("a")], [gone]).score).toEqual({ earned: 0, possible: 0, percent: 0 })
  })
})
