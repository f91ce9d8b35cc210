import { expect, test } from "vitest"
import { LiveJudge } from "../../src/engine/live-judge.js"
import { makePlan } from "../../src/engine/plan.js"
import { skip } from "../../src/engine/verdict.js"
import { done, place, printed, sampleCheck, sampleContext } from "./sample.js"

const kills = { out: printed("kill", { effects: "kills it" }) }

function plan(...checks: Parameters<typeof place>) {
  const made = makePlan(place(...checks), new Set(checks.map(({ id }) => id)), sampleContext)
  const keyOf = (script: string): string =>
    [...made.probes].find(([, spec]) => spec.kind === "shell" && spec.script === script)?.[0] ?? ""
  return { made, keyOf }
}

test("a check is judged the moment that it and what it needs are seen, needs first", () => {
  const { made, keyOf } = plan(sampleCheck("a"), sampleCheck("b", { needs: ["a"] }))
  const judged: string[] = []
  const live = new LiveJudge(made, ({ planned, verdict }) => judged.push(`${planned.check.id} ${verdict.status}`))
  live.observed(keyOf("echo b"), done("good"))
  expect(judged).toEqual([])
  live.observed(keyOf("echo a"), done("good"))
  expect(judged).toEqual(["a pass", "b pass"])
})

test("acting is pointless once a need of everybody who asks has failed, and not before", () => {
  const { made, keyOf } = plan(
    sampleCheck("a"),
    sampleCheck("c", { needs: ["a"], probes: kills }),
    sampleCheck("d", { needs: ["c"], probes: kills }),
  )
  const live = new LiveJudge(made)
  expect(live.isPointless(keyOf("kill"))).toBe(false)
  live.observed(keyOf("echo a"), done("bad"))
  expect(live.isPointless(keyOf("kill"))).toBe(true)
})

test("acting has a point as long as one check still asks for it, or a need does not apply", () => {
  const shared = plan(
    sampleCheck("a"),
    sampleCheck("c", { needs: ["a"], probes: kills }),
    sampleCheck("d", { probes: kills }),
  )
  const live = new LiveJudge(shared.made)
  live.observed(shared.keyOf("echo a"), done("bad"))
  expect(live.isPointless(shared.keyOf("kill"))).toBe(false)

  const notHere = plan(
    sampleCheck("a", { judge: () => skip("not on containers") }),
    sampleCheck("c", { needs: ["a"], probes: kills }),
  )
  const other = new LiveJudge(notHere.made)
  other.observed(notHere.keyOf("echo a"), done("good"))
  expect(other.isPointless(notHere.keyOf("kill"))).toBe(false)
})
