import { claimLost } from "../../claim-lost.js"
import type { AttemptOutcome, Claim } from "../../model.js"
import type { Database } from "../database.js"
import { keepJudgement } from "./judgements.js"
import { pack } from "./recordings.js"

/**
 * Keeps the whole attempt in place of what was noted on the way. Told twice under the same claim, it is kept once.
 * @throws CourseError COURSE_CLAIM_LOST
 */
export async function finish(database: Database, held: Claim, outcome: AttemptOutcome): Promise<void> {
  const { runId, student, token } = held
  const { encoding, body } = await pack(outcome.recording)
  await database.transaction(async (tx) => {
    const [attempt] = await tx.query(
      "select state, token from course.attempts where run_id = $1 and student = $2 for update",
      [runId, student],
    )
    if (attempt === undefined || attempt["token"] !== token) throw claimLost(held)
    if (attempt["state"] === "graded" || attempt["state"] === "unobserved") return
    if (attempt["state"] !== "running") throw claimLost(held)
    await keepJudgement(tx, runId, student, outcome.report)
    await tx.query(
      `insert into course.recordings (run_id, student, encoding, body) values ($1, $2, $3, $4)
       on conflict (run_id, student) do update set encoding = excluded.encoding, body = excluded.body`,
      [runId, student, encoding, body],
    )
    await tx.query("delete from course.noted where run_id = $1 and student = $2", [runId, student])
    await tx.query(
      `update course.attempts set state = $3, finished_at = clock_timestamp(), heard_at = null, notes = $4
       where run_id = $1 and student = $2`,
      [runId, student, outcome.state, JSON.stringify(outcome.notes)],
    )
  })
}
