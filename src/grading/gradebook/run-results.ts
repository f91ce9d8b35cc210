import { z } from "zod"
import { report as reportSchema, type CheckResult } from "../../engine/report.js"
import type { Run } from "../model.js"
import type { Queries } from "./database.js"
import { newestRuns } from "./store/runs.js"

const row = z.object({ student: z.string(), result: reportSchema.shape.checks.element })

/** What each student's attempt in a run is judged as today, check by check. */
export async function resultsOfRun(database: Queries, runId: string): Promise<Map<string, Map<string, CheckResult>>> {
  const rows = await database.query(
    `select j.student, v.result from course.judgements j join course.verdicts v on v.judgement = j.id
     where j.current and j.run_id = $1 order by j.student, v.position`,
    [runId],
  )
  const all = new Map<string, Map<string, CheckResult>>()
  for (const { student, result } of row.array().parse(rows)) {
    const results = all.get(student) ?? new Map<string, CheckResult>()
    all.set(student, results.set(result.id, result))
  }
  return all
}

/** The run before a run; undefined for the first one. */
export async function runBefore(database: Queries, run: Run): Promise<Run | undefined> {
  const runs = await newestRuns(database, 1_000)
  return runs.find((each) => each.startedAt < run.startedAt)
}

export interface RunDifference {
  readonly student: string
  readonly check: string
  readonly before: CheckResult | undefined
  readonly after: CheckResult | undefined
}

/** What came out otherwise in two runs, for the students that both looked at. */
export function differenceOf(
  before: ReadonlyMap<string, ReadonlyMap<string, CheckResult>>,
  after: ReadonlyMap<string, ReadonlyMap<string, CheckResult>>,
): RunDifference[] {
  return [...after].flatMap(([student, today]) => {
    const old = before.get(student)
    if (old === undefined) return []
    return [...new Set([...old.keys(), ...today.keys()])].flatMap((check) => {
      const pair = { student, check, before: old.get(check), after: today.get(check) }
      const same =
        pair.before?.status === pair.after?.status && pair.before?.points.earned === pair.after?.points.earned
      return same ? [] : [pair]
    })
  })
}
