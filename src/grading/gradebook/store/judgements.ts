import { randomUUID } from "node:crypto"
import type { Report } from "../../../engine/report.js"
import type { Queries } from "../database.js"

/**
 * Keeps a report as the current judgement of its attempt; earlier ones stay in history.
 * @returns the id of the judgement
 */
export async function keepJudgement(tx: Queries, runId: string, student: string, report: Report): Promise<string> {
  const id = randomUUID()
  const { checks, ...head } = report
  await tx.query("insert into course.rules (hash) values ($1) on conflict do nothing", [report.rules])
  await tx.query("update course.judgements set current = false where run_id = $1 and student = $2 and current", [
    runId,
    student,
  ])
  await tx.query(
    `insert into course.judgements (id, run_id, student, rules, observed_at, current, report)
     values ($1, $2, $3, $4, $5, true, $6)`,
    [id, runId, student, report.rules, report.startedAt, JSON.stringify(head)],
  )
  await tx.query(
    `insert into course.verdicts (judgement, position, check_id, block, status, earned, possible, result)
     select $1, t.* from unnest($2::int[], $3::text[], $4::text[], $5::text[], $6::float8[], $7::float8[], $8::json[]) as t`,
    [
      id,
      checks.map((_, index) => index),
      checks.map((check) => check.id),
      checks.map((check) => check.block),
      checks.map((check) => check.status),
      checks.map((check) => check.points.earned),
      checks.map((check) => check.points.possible),
      checks.map((check) => JSON.stringify(check)),
    ],
  )
  return id
}
