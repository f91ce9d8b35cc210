import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { GradingPolicy } from "../../../src/grading/model.js"
import type { JudgedAttempt } from "../../../src/grading/score/standing.js"
import { attempt, OUTLINE, override, score, verdict, type Status } from "./class.js"

const IDS = OUTLINE.checks.map(({ id }) => id)
const verdicts = fc.dictionary(fc.constantFrom(...IDS), fc.constantFrom<Status[]>("pass", "fail", "error", "skip"), {
  maxKeys: IDS.length,
})
const attempts = fc
  .array(verdicts, { maxLength: 6 })
  .map((all) => all.map((each, index) => attempt(index * 3 + 1, each)))
const policy = fc.record<Partial<GradingPolicy>>({
  count: fc.constantFrom("best", "last"),
  due: fc.constantFrom<Record<string, string>[]>({}, { block1: "2026-05-05T00:00:00.000Z" }),
  late: fc.constantFrom<GradingPolicy["late"][]>(
    { kind: "none" },
    { kind: "percent", percentPerDay: 10, graceDays: 1 },
  ),
})
const LATER = 28

describe("for every class", () => {
  it("an error never lowers anybody", () => {
    fc.assert(
      fc.property(attempts, fc.subarray(IDS), policy, (before, missed, given) => {
        const errors = attempt(LATER, Object.fromEntries(missed.map((id) => [id, "error" as const])))
        const [old, now] = [score(before, { policy: given }), score([...before, errors], { policy: given })]
        expect(now.total).toEqual(old.total)
        expect(now.grade).toBe(old.grade)
        expect(now.blocks.map(({ earned }) => earned)).toEqual(old.blocks.map(({ earned }) => earned))
      }),
    )
  })

  it("a further attempt never lowers the points where the best counts", () => {
    fc.assert(
      fc.property(attempts, verdicts, policy, (before, more, given) => {
        const best = { policy: { ...given, count: "best" as const } }
        const [old, now] = [score(before, best), score([...before, attempt(LATER, more)], best)]
        now.blocks.forEach(({ earned }, index) => {
          expect(earned).toBeGreaterThanOrEqual(old.blocks[index]?.earned ?? 0)
        })
      }),
    )
  })

  it("an override of a block survives every regrade", () => {
    fc.assert(
      fc.property(attempts, verdicts, policy, fc.nat(9), (before, more, given, points) => {
        const decided = { policy: given, overrides: [override("block1", points)] }
        for (const tried of [before, [...before, attempt(LATER, more)]]) {
          expect(score(tried, decided).blocks[0]).toMatchObject({ state: "overridden", earned: points })
        }
      }),
    )
  })

  it("an override of a check survives every regrade, and nothing else of the row moves", () => {
    fc.assert(
      fc.property(attempts, policy, fc.constantFrom(...IDS), (tried, given, id) => {
        const [free, decided] = [
          score(tried, { policy: given }),
          score(tried, { policy: given, overrides: [override(id, 0.5)] }),
        ]
        expect(decided.checks.find((check) => check.id === id)?.points.earned).toBe(0.5)
        const others = (row: typeof free): unknown => row.checks.filter((check) => check.id !== id)
        expect(others(decided)).toEqual(others(free))
      }),
    )
  })

  it("a corrected check changes the rows in which it comes out otherwise, and no others", () => {
    fc.assert(
      fc.property(fc.array(attempts, { maxLength: 5 }), policy, fc.constantFrom(...IDS), (everybody, given, id) => {
        const corrected = everybody.map((tried) => tried.map((each) => judgedAgain(each, id)))
        everybody.forEach((tried, index) => {
          const [old, now] = [score(tried, { policy: given }), score(corrected[index] ?? [], { policy: given })]
          const touched = tried.some(({ results }) =>
            results.some((result) => result.id === id && result.status === "fail"),
          )
          if (!touched) expect(now).toEqual(old)
          const elsewhere = (row: typeof old): unknown =>
            row.blocks.filter(({ block }) => block !== `block${id.charAt(1)}`)
          expect(elsewhere(now)).toEqual(elsewhere(old))
        })
      }),
    )
  })

  it("nobody has more than all, and points are never negative", () => {
    fc.assert(
      fc.property(attempts, policy, (tried, given) => {
        const { total, blocks } = score(tried, { policy: given })
        expect(total.earned).toBeLessThanOrEqual(total.possible)
        expect(total.percent).toBeLessThanOrEqual(100)
        for (const cell of blocks) expect(cell.earned).toBeGreaterThanOrEqual(0)
      }),
    )
  })
})

/** The same attempt after a check was corrected that failed wrongly. */
function judgedAgain(tried: JudgedAttempt, id: string): JudgedAttempt {
  const results = tried.results.map((result) =>
    result.id === id && result.status === "fail" ? verdict(id, "pass") : result,
  )
  return { ...tried, results }
}
