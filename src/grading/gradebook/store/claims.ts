import type { CheckResult } from "../../../engine/report.js"
import { claimLost } from "../../claim-lost.js"
import type { Claim } from "../../model.js"
import type { Queries } from "../database.js"

/**
 * Takes an attempt; the database decides, by one statement and its own clock. The worker that has it may take it once more: it may not
 * have heard that it has it.
 */
export async function claim(
  database: Queries,
  runId: string,
  student: string,
  worker: string,
  staleAfterMs: number,
): Promise<Claim | undefined> {
  const [row] = await database.query(
    `with mine as (
       update course.attempts
       set state = 'running', worker = $3, token = token + 1, tries = tries + 1,
           started_at = clock_timestamp(), heard_at = clock_timestamp()
       where run_id = $1 and student = $2
         and (state = 'waiting'
           or state = 'running' and (worker = $3 or heard_at < clock_timestamp() - $4 * interval '1 millisecond'))
       returning token
     ), put_away as (
       delete from course.noted where run_id = $1 and student = $2 and exists (select from mine)
     )
     select token from mine`,
    [runId, student, worker, staleAfterMs],
  )
  return row === undefined ? undefined : { runId, student, worker, token: Number(row["token"]) }
}

/** Tells that the worker lives. */
export async function heartbeat(database: Queries, held: Claim): Promise<boolean> {
  const rows = await database.query(
    `update course.attempts set heard_at = clock_timestamp()
     where run_id = $1 and student = $2 and token = $3 and state = 'running' returning 1 as held`,
    [held.runId, held.student, held.token],
  )
  return rows.length > 0
}

/**
 * Keeps results on the way; a sign of life as well.
 * @throws CourseError COURSE_CLAIM_LOST
 */
export async function note(database: Queries, held: Claim, results: readonly CheckResult[]): Promise<void> {
  const each = [...new Map(results.map((result) => [result.id, result])).values()]
  const [row] = await database.query(
    `with mine as (
       update course.attempts set heard_at = clock_timestamp()
       where run_id = $1 and student = $2 and token = $3 and state = 'running' returning run_id, student
     ), kept as (
       insert into course.noted (run_id, student, check_id, result)
       select run_id, student, check_id, result from mine, unnest($4::text[], $5::json[]) as t (check_id, result)
       on conflict (run_id, student, check_id) do update set result = excluded.result
     )
     select count(*) as held from mine`,
    [held.runId, held.student, held.token, each.map(({ id }) => id), each.map((result) => JSON.stringify(result))],
  )
  if (Number(row?.["held"]) === 0) throw claimLost(held)
}

/** Gives an attempt back. One that is lost is not ours to give. */
export async function release(database: Queries, held: Claim): Promise<void> {
  await database.query(
    `with mine as (
       update course.attempts set state = 'waiting', worker = null, heard_at = null
       where run_id = $1 and student = $2 and token = $3 and state = 'running' returning 1
     )
     delete from course.noted where run_id = $1 and student = $2 and exists (select from mine)`,
    [held.runId, held.student, held.token],
  )
}
