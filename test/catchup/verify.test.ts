import { expect, test } from "vitest"
import { loadCatalog } from "../../src/catalog/load-catalog.js"
import { gainedBy, verificationPlan } from "../../src/catchup/verify.js"
import { makeReport } from "../../src/engine/make-report.js"
import { judgePlan } from "../../src/engine/judge.js"
import { makePlan } from "../../src/engine/plan.js"
import { scoreLine } from "../../src/reporters/sections.js"
import { done, place, sampleCheck, sampleContext } from "../engine/sample.js"

const catalog = await loadCatalog()
const of = (tag: "v0.1" | "v0.4" | "v0.5", roles: ("dev" | "prod")[], questions = false) =>
  verificationPlan({ catalog, context: sampleContext, tag, roles, passive: true, questions }).ids

test("verifies the mandatory checks of the blocks up to the tag, and no question", () => {
  const ids = [...of("v0.4", ["dev", "prod"])]
  expect(ids).toContain("b2.pushed")
  expect(ids).toContain("b5.active")
  expect(ids.filter((id) => id.startsWith("b6."))).toEqual([])
  expect(ids.filter((id) => catalog.checks.get(id)?.optional || catalog.checks.get(id)?.question)).toEqual([])
  expect([...of("v0.5", ["dev", "prod"])]).toContain("b6.table-prod")
  expect([...of("v0.1", ["dev", "prod"])].filter((id) => !/^b[12]\./.test(id))).toEqual([])
})

test("verifies one host alone where only that was brought there", () => {
  const hosts = new Set([...of("v0.4", ["prod"])].map((id) => catalog.checks.get(id)?.host))
  expect([...hosts]).toEqual(["prod"])
})

test("knows the questions that are left to the person", () => {
  const ids = [...of("v0.4", ["dev", "prod"], true)]
  expect(ids).toContain("b5.json-rules")
  expect(ids.every((id) => catalog.checks.get(id)?.question)).toBe(true)
})

test("counts as gained what passes now and did not before", () => {
  const verification = (...passed: string[]) => ({ judged: [], passed })
  expect(gainedBy(verification("a"), verification("a", "b"))).toEqual(["b"])
  expect(gainedBy(undefined, verification("a"))).toEqual(["a"])
})

const PLACE = { block: "block5", step: "5.1.1", probes: {} }

test("what was not tried before counts as gained only where its block did not stand yet", () => {
  const verified = (leftOut: string | undefined, ...passed: string[]) => ({
    judged: judgePlan(
      [
        { ...PLACE, check: sampleCheck("b5.acts"), leftOut },
        { ...PLACE, check: sampleCheck("b5.looks"), leftOut: undefined },
        { ...PLACE, check: sampleCheck("b4.looks"), leftOut: undefined },
      ],
      new Map(),
      sampleContext,
    ),
    passed,
  })
  const all = ["b5.acts", "b5.looks", "b4.looks"]
  expect(gainedBy(verified("it acts", "b5.looks"), verified(undefined, ...all))).toEqual(["b4.looks"])
  expect(gainedBy(verified("it acts", "b4.looks"), verified(undefined, ...all))).toEqual(["b5.acts", "b5.looks"])
})

test("a report tells which points a catch-up brought, where they were earned", () => {
  const checks = [sampleCheck("a", { points: 3 }), sampleCheck("b"), sampleCheck("c")]
  const plan = makePlan(place(...checks), new Set(["a", "b", "c"]), sampleContext)
  const seen = [done("good"), done("bad"), done("good")]
  const observations = new Map([...plan.probes.keys()].map((key, index) => [key, seen[index] ?? done("")]))
  const report = makeReport(judgePlan(plan.checks, observations, sampleContext), {
    ...{ context: sampleContext, rules: "r", hosts: [], assisted: new Set(["a", "b"]) },
    ...{ startedAt: "2026-01-01T00:00:00.000Z", finishedAt: "2026-01-01T00:00:01.000Z" },
  })
  expect(report.checks.map(({ assisted }) => assisted)).toEqual([true, undefined, undefined])
  expect(scoreLine(report)).toBe("4 of 5 points (80 %), 3 of them by catch-up")
})
