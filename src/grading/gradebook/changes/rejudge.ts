import { isDeepStrictEqual } from "node:util"
import { z } from "zod"
import { placedChecks, type Catalog } from "../../../engine/catalog.js"
import { judgePlan } from "../../../engine/judge.js"
import { makeReport } from "../../../engine/make-report.js"
import { openRecording, type Recording } from "../../../engine/recording.js"
import { report as reportSchema, type CheckResult, type Report } from "../../../engine/report.js"
import { scoreOf } from "../../../engine/score.js"
import type { Database, Queries } from "../database.js"
import { keepJudgement } from "../store/judgements.js"
import { readRecording } from "../store/recordings.js"
import { addToTrail, type AuditEntry } from "./audit.js"
import type { RejudgeValue } from "./slots.js"

/** One check of one attempt that today's rules judge otherwise. */
export interface RejudgedCheck {
  readonly runId: string
  readonly student: string
  readonly check: string
  /** Undefined where the check was not judged then, or is no longer part of the course. */
  readonly before: CheckResult | undefined
  readonly after: CheckResult | undefined
}

export interface Rejudgement {
  /** Attempts whose observations were judged again. */
  readonly attempts: number
  readonly rules: string
  readonly differences: readonly RejudgedCheck[]
  /** What was changed, when something was. */
  readonly entry: AuditEntry | undefined
}

export interface RejudgeOptions {
  readonly catalog: Catalog
  readonly runId?: string
  readonly student?: string
  /** Keep what differs; without, it is only told. */
  readonly write: boolean
  readonly who: string
  readonly at: string
}

/**
 * Judges what was observed with the checks of today. Earlier judgements stay in history; what today's rules see alike is left as it is.
 */
export async function rejudge(database: Database, options: RejudgeOptions): Promise<Rejudgement> {
  const differences: RejudgedCheck[] = []
  const changed: { runId: string; student: string; judgement: string; report: Report }[] = []
  const attempts = await judgedAttempts(database, options)
  for (const { run_id: runId, student, judgement } of attempts) {
    const recording = await readRecording(database, runId, student)
    if (recording === undefined) continue
    const before = await resultsOf(database, judgement)
    const report = judgeAgain(recording, options.catalog, before)
    const found = differencesOf(before, report.checks).map((each) => ({ runId, student, ...each }))
    if (found.length === 0) continue
    differences.push(...found)
    changed.push({ runId, student, judgement, report })
  }
  const told = { attempts: attempts.length, rules: options.catalog.rules, differences }
  if (!options.write || changed.length === 0) return { ...told, entry: undefined }
  return { ...told, entry: await keep(database, changed, options) }
}

/**
 * The report of a recording by the rules of a catalogue. Points that a catch-up brought stay marked; a result whose observations were
 * never kept, such as one that was imported, stays as it is.
 */
export function judgeAgain(recording: Recording, catalog: Catalog, before: readonly CheckResult[]): Report {
  const { checks, observations } = openRecording(recording, placedChecks(catalog, recording.context.track))
  const judged = judgePlan(checks, observations, recording.context)
  const assisted = new Set(before.flatMap((result) => (result.assisted ? [result.id] : [])))
  const report = makeReport(judged, { ...recording, rules: catalog.rules, assisted })
  const recorded = new Set(recording.checks.map(({ id }) => id))
  return withResults(report, [...report.checks, ...before.filter(({ id }) => !recorded.has(id))])
}

function withResults(report: Report, checks: CheckResult[]): Report {
  if (checks.length === report.checks.length) return report
  const count = (status: CheckResult["status"]): number => checks.filter((check) => check.status === status).length
  return {
    ...report,
    blocks: [...new Set(checks.map(({ block }) => block))],
    checks,
    score: scoreOf(checks),
    summary: { pass: count("pass"), fail: count("fail"), skip: count("skip"), error: count("error") },
  }
}

async function keep(
  database: Database,
  changed: readonly { runId: string; student: string; judgement: string; report: Report }[],
  { who, at, catalog }: RejudgeOptions,
): Promise<AuditEntry> {
  return await database.transaction(async (tx) => {
    const before: RejudgeValue = []
    const after: RejudgeValue = []
    for (const { runId, student, judgement, report } of changed) {
      before.push({ run: runId, student, judgement })
      after.push({ run: runId, student, judgement: await keepJudgement(tx, runId, student, report) })
    }
    const students = new Set(changed.map(({ student }) => student))
    const [only] = students.size === 1 ? students : []
    const subject = `${changed.length} attempts by rules ${catalog.rules.slice(0, 12)}`
    const why = "judged again by the checks of the day"
    return await addToTrail(tx, {
      action: "rejudge",
      student: only,
      subject,
      before,
      after,
      who,
      at,
      why,
      undoes: undefined,
    })
  })
}

const attemptRow = z.object({ run_id: z.string(), student: z.string(), judgement: z.string() })

async function judgedAttempts(
  database: Queries,
  { runId, student }: RejudgeOptions,
): Promise<z.infer<typeof attemptRow>[]> {
  const rows = await database.query(
    `select r.run_id, r.student, j.id as judgement from course.recordings r
     join course.judgements j on j.run_id = r.run_id and j.student = r.student and j.current
     where ($1::text is null or r.run_id = $1) and ($2::text is null or r.student = $2)
     order by j.observed_at, r.student`,
    [runId ?? null, student ?? null],
  )
  return attemptRow.array().parse(rows)
}

const resultRow = z.object({ result: reportSchema.shape.checks.element })

async function resultsOf(database: Queries, judgement: string): Promise<CheckResult[]> {
  const rows = await database.query("select result from course.verdicts where judgement = $1 order by position", [
    judgement,
  ])
  return resultRow
    .array()
    .parse(rows)
    .map(({ result }) => result)
}

/** Which checks differ in what a student reads: verdict, points, words. How long a probe took is the same recording's. */
function differencesOf(
  before: readonly CheckResult[],
  after: readonly CheckResult[],
): Pick<RejudgedCheck, "check" | "before" | "after">[] {
  const [old, today] = [byId(before), byId(after)]
  return [...new Set([...old.keys(), ...today.keys()])].flatMap((check) => {
    const pair = { check, before: old.get(check), after: today.get(check) }
    return isDeepStrictEqual(comparable(pair.before), comparable(pair.after)) ? [] : [pair]
  })
}

function comparable(result: CheckResult | undefined): unknown {
  return result && (JSON.parse(JSON.stringify({ ...result, durationMs: 0 })) as unknown)
}

function byId(results: readonly CheckResult[]): Map<string, CheckResult> {
  return new Map(results.map((result) => [result.id, result]))
}
