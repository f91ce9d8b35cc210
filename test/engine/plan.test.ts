import { describe, expect, test } from "vitest"
import { contentFaults, placedChecks, select, type Catalog } from "../../src/engine/catalog.js"
import { defineBlock } from "../../src/engine/block.js"
import { judgePlan } from "../../src/engine/judge.js"
import { makePlan } from "../../src/engine/plan.js"
import { makeRecording, openRecording, recording } from "../../src/engine/recording.js"
import type { Check } from "../../src/engine/check.js"
import { done, place, printed, sampleCheck, sampleContext } from "./sample.js"

const ids = (...names: string[]): Set<string> => new Set(names)

describe("a plan", () => {
  test("takes in what a check needs, needs first, and asks each probe once", () => {
    const shared = { probes: { out: printed("echo same") } }
    const plan = makePlan(
      place(
        sampleCheck("c", { needs: ["b"], ...shared }),
        sampleCheck("b", { needs: ["a"], ...shared }),
        sampleCheck("a"),
        sampleCheck("z"),
      ),
      ids("c"),
      sampleContext,
    )
    expect(plan.checks.map(({ check }) => check.id)).toEqual(["a", "b", "c"])
    expect(plan.probes.size).toBe(2)
  })

  test("leaves out what acts, what takes long and what interrupts, each for its own reason", () => {
    const acts = sampleCheck("acts", { probes: { out: printed("kill", { effects: "kills it" }) } })
    const slow = sampleCheck("slow", { probes: { out: printed("wait", { effects: "waits", slowMs: 61_000 }) } })
    const reboot = sampleCheck("reboot", {
      probes: { out: printed("reboot", { effects: "reboots prod", disruptive: true }) },
    })
    const leftOut = (options: Parameters<typeof makePlan>[3]) =>
      Object.fromEntries(
        makePlan(place(acts, slow, reboot), ids("acts", "slow", "reboot"), sampleContext, options).checks.map(
          ({ check, leftOut: reason }) => [check.id, reason],
        ),
      )
    expect(leftOut({})).toMatchObject({
      acts: undefined,
      slow: undefined,
      reboot: expect.stringContaining("course check reboot") as string,
    })
    expect(leftOut({ quick: true })).toMatchObject({ acts: undefined, slow: expect.stringContaining("61 s") as string })
    expect(leftOut({ named: ids("reboot") })).toMatchObject({ reboot: undefined })
    expect(leftOut({ passive: true })).toMatchObject({
      acts: expect.stringContaining("--passive") as string,
      slow: expect.stringContaining("--passive") as string,
    })
    expect(makePlan(place(acts), ids("acts"), sampleContext, { passive: true }).probes.size).toBe(0)
  })

  test("a check that is left out holds nothing up", () => {
    const plan = makePlan(
      place(
        sampleCheck("acts", { probes: { out: printed("kill", { effects: "kills it" }) } }),
        sampleCheck("b", { needs: ["acts"] }),
      ),
      ids("b"),
      sampleContext,
      { passive: true },
    )
    const seen = new Map([...plan.probes.keys()].map((key) => [key, done("good")]))
    expect(judgePlan(plan.checks, seen, sampleContext).map(({ verdict }) => verdict.status)).toEqual(["skip", "pass"])
  })
})

describe("a recording", () => {
  test("is judged again without a host, by the checks of today, after a way through JSON", () => {
    const placed = place(sampleCheck("a"), sampleCheck("b"))
    const plan = makePlan(placed, ids("a", "b"), sampleContext)
    const keys = [...plan.probes.keys()]
    const facts = { startedAt: "2026-01-01T00:00:00.000Z", finishedAt: "2026-01-01T00:00:01.000Z", hosts: [] }
    const kept = recording.parse(
      JSON.parse(
        JSON.stringify(
          makeRecording(
            plan,
            new Map([
              [keys[0] ?? "", done("good")],
              [keys[1] ?? "", done("bad")],
            ]),
            facts,
          ),
        ),
      ),
    )
    const corrected = place(
      sampleCheck("a"),
      sampleCheck("b", {
        probes: { out: printed("echo another way") },
        judge: ({ out }) => ({ status: out === "bad" ? "pass" : "error", because: "" }) as never,
      }),
    )
    const opened = openRecording(kept, corrected)
    expect(opened.unknown).toEqual([])
    expect(judgePlan(opened.checks, opened.observations, kept.context).map(({ verdict }) => verdict.status)).toEqual([
      "pass",
      "pass",
    ])
    expect(openRecording(kept, place(sampleCheck("a"))).unknown).toEqual(["b"])
  })
})

describe("the catalogue", () => {
  const catalog = (...checks: Check[]): Catalog => ({
    rules: "",
    checks: new Map(checks.map((check) => [check.id, check])),
    blocks: [
      defineBlock({
        id: "block1",
        number: 1,
        title: "One",
        from: undefined,
        tag: undefined,
        exercises: [{ id: "1.1", title: "First", steps: [{ id: "1.1.1", title: "Do", outcomes: ["b1.a", "b1.b"] }] }],
      }),
    ],
  })

  test.each([["block1"], ["1"], ["1.1"], ["1.1.1"]])("finds the checks that %s names", (word) => {
    const found = select(catalog(sampleCheck("b1.a"), sampleCheck("b1.b")), "typescript", [word])
    expect([...found.ids]).toEqual(["b1.a", "b1.b"])
    expect(found.unknown).toEqual([])
  })

  test("names words that mean nothing, and does not take 1.1 for 1.10", () => {
    expect(select(catalog(sampleCheck("b1.a")), "typescript", ["1.10", "b1.a"]).unknown).toEqual(["1.10"])
  })

  test("keeps checks of the other track out", () => {
    expect(
      placedChecks(catalog(sampleCheck("b1.a", { track: "python" }), sampleCheck("b1.b")), "typescript").map(
        ({ check }) => check.id,
      ),
    ).toEqual(["b1.b"])
  })

  test("tells every contradiction between blocks and checks", () => {
    const faults = contentFaults(
      catalog(sampleCheck("b1.a", { needs: ["b1.c", "b1.a"], hint: " " }), sampleCheck("b1.x")),
    )
    expect(faults.join("\n")).toMatch(/b1\.b, which no file/)
    expect(faults.join("\n")).toMatch(/b1\.x belongs to no step/)
    expect(faults.join("\n")).toMatch(/b1\.a has no hint/)
    expect(faults.join("\n")).toMatch(/needs b1\.c, which does not exist/)
    expect(faults.join("\n")).toMatch(/b1\.a needs itself/)
  })
})
