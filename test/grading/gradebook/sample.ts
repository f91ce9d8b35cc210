import { context } from "../../../src/engine/context.js"
import type { Recording } from "../../../src/engine/recording.js"
import type { CheckResult, Report } from "../../../src/engine/report.js"
import { scoreOf } from "../../../src/engine/score.js"
import type { AttemptOutcome, RunRequest, Student } from "../../../src/grading/model.js"

export const REQUEST: RunRequest = {
  words: [],
  passive: false,
  quick: false,
  excluded: [],
  repeat: 1,
  rosterHash: "0".repeat(64),
  source: "live",
  startedBy: "teacher@desk",
}

export function student(id: string, more: Partial<Student> = {}): Student {
  return { id, name: `Name of ${id}`, email: undefined, group: undefined, track: "typescript", ...more }
}

export function result(id: string, status: CheckResult["status"], more: Partial<CheckResult> = {}): CheckResult {
  const possible = status === "pass" || status === "fail" ? 1 : 0
  return {
    id,
    title: `Title of ${id}`,
    block: `block${/\d+/.exec(id)?.[0] ?? "1"}`,
    step: "5.1.1",
    host: "dev",
    status,
    optional: false,
    informational: false,
    points: { earned: status === "pass" ? 1 : 0, possible },
    ...(status === "error" ? { because: "The host did not answer." } : {}),
    durationMs: 3,
    ...more,
  }
}

export function report(checks: readonly CheckResult[], more: Partial<Report> = {}): Report {
  const count = (status: CheckResult["status"]): number => checks.filter((check) => check.status === status).length
  return {
    schema: "course.report/1",
    course: "full-stack-handwerk",
    blocks: [...new Set(checks.map(({ block }) => block))],
    track: "typescript",
    startedAt: "2026-05-01T10:00:00.000Z",
    finishedAt: "2026-05-01T10:00:05.000Z",
    rules: "rules-1",
    hosts: [{ role: "dev", address: "user@10.0.0.1", reachable: true }],
    checks: [...checks],
    score: scoreOf(checks),
    summary: { pass: count("pass"), fail: count("fail"), skip: count("skip"), error: count("error") },
    ...more,
  }
}

export function recording(more: Partial<Recording> = {}): Recording {
  return {
    schema: "course.recording/1",
    context: context.parse({ track: "typescript", settings: {}, runSeed: "run", workspaceSeed: "workspace" }),
    startedAt: "2026-05-01T10:00:00.000Z",
    finishedAt: "2026-05-01T10:00:05.000Z",
    hosts: [],
    checks: [],
    observations: {},
    ...more,
  }
}

export function outcome(checks: readonly CheckResult[], more: Partial<AttemptOutcome> = {}): AttemptOutcome {
  return { state: "graded", report: report(checks), recording: recording(), notes: [], ...more }
}
