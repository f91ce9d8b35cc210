import type { CheckResult } from "../../../src/engine/report.js"
import type { GradingPolicy, Override } from "../../../src/grading/model.js"
import { DEFAULT_POLICY } from "../../../src/grading/score/grade.js"
import type { Outline } from "../../../src/grading/score/outline.js"
import type { JudgedAttempt } from "../../../src/grading/score/standing.js"
import { scoreStudent, type StudentFacts } from "../../../src/grading/score/student-row.js"
import { result, student } from "../gradebook/sample.js"

/** Two blocks of four checks each; the last of each is a bonus. */
export const OUTLINE: Outline = {
  blocks: [
    { id: "block1", title: "One" },
    { id: "block2", title: "Two" },
  ],
  checks: ["b1.a", "b1.b", "b1.c", "b1.bonus", "b2.a", "b2.b", "b2.c", "b2.bonus"].map((id) => ({
    id,
    title: `Title of ${id}`,
    block: `block${id.charAt(1)}`,
    step: "1.1.1",
    host: "dev",
    points: 1,
    optional: id.endsWith("bonus"),
    informational: false,
    track: undefined,
  })),
}

export type Status = CheckResult["status"]

/** A verdict as the engine scores it: a bonus adds and never costs. */
export function verdict(id: string, status: Status): CheckResult {
  const optional = id.endsWith("bonus")
  const possible = optional ? 0 : status === "pass" || status === "fail" ? 1 : 0
  return result(id, status, { optional, points: { earned: status === "pass" ? 1 : 0, possible } })
}

/** An attempt on a day of May with these verdicts. */
export function attempt(day: number, verdicts: Readonly<Record<string, Status>>): JudgedAttempt {
  const at = `2026-05-${String(day).padStart(2, "0")}T10:00:00.000Z`
  const results = Object.entries(verdicts).map(([id, status]) => verdict(id, status))
  return {
    runId: `run${day}`,
    at,
    judgedAt: at,
    state: results.every(({ status }) => status === "error") ? "unobserved" : "graded",
    source: "live",
    rules: "rules",
    results,
    hosts: [],
    notes: [],
  }
}

export function facts(attempts: readonly JudgedAttempt[], more: Partial<StudentFacts> = {}): StudentFacts {
  return {
    student: student("s1"),
    attempts,
    overrides: [],
    rubric: [],
    extensions: {},
    flags: [],
    history: [],
    ...more,
  }
}

export function score(
  attempts: readonly JudgedAttempt[],
  { policy, ...more }: Partial<StudentFacts> & { policy?: Partial<GradingPolicy> } = {},
): ReturnType<typeof scoreStudent> {
  return scoreStudent(facts(attempts, more), OUTLINE, { ...DEFAULT_POLICY, ...policy })
}

export function override(scope: string, points: number): Override {
  return { scope, points, who: "Anna", at: "2026-05-20T10:00:00.000Z", why: "seen in the lab." }
}
