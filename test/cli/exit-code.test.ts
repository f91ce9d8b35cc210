import { describe, expect, it } from "vitest"
import { exitCodeOf } from "../../src/cli/exit-code.js"
import { defineCheck } from "../../src/engine/check.js"
import { fail, pass, skip, unobserved, type Verdict } from "../../src/engine/verdict.js"

const broken = fail({ message: "It is down." })
const bug: Verdict = { status: "error", because: "faulty", bug: true }

function run(...verdicts: (Verdict | { bonus: Verdict })[]): number {
  return exitCodeOf(
    verdicts.map((each) => {
      const optional = "bonus" in each
      const check = defineCheck({
        id: "b5.x",
        title: "x",
        host: "dev",
        optional,
        probes: {},
        judge: () => pass(),
        hint: "x",
      })
      return {
        verdict: optional ? each.bonus : each,
        planned: { check, block: "block5", step: "5.1.1", probes: {}, leftOut: undefined },
      }
    }),
  )
}

describe("exitCodeOf", () => {
  it.each([
    ["0 when all passed", 0, [pass(), pass()]],
    ["0 when nothing was to judge", 0, []],
    ["0 beside skips", 0, [pass(), skip("not here")]],
    ["1 when one failed", 1, [pass(), broken]],
    ["1 when one failed and another was not observed", 1, [unobserved("down"), broken]],
    ["3 when one was not observed", 3, [pass(), unobserved("down")]],
    ["70 when a check threw, whatever else is", 70, [broken, unobserved("down"), bug]],
    ["0 when only a bonus was not earned", 0, [pass(), { bonus: broken }]],
    ["70 when a bonus threw", 70, [pass(), { bonus: bug }]],
  ] as const)("is %s", (_title, wanted, verdicts) => {
    expect(run(...verdicts)).toBe(wanted)
  })
})
