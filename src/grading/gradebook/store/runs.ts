import { randomBytes } from "node:crypto"
import { CourseError } from "../../../errors/course-error.js"
import type { Run, RunProgress, RunRequest } from "../../model.js"
import type { Database, Queries } from "../database.js"
import { ATTEMPT_COLUMNS, attemptRow, RUN_COLUMNS, runRow } from "./rows.js"

/** Opens a run with one waiting attempt per student. */
export async function openRun(database: Database, request: RunRequest, students: readonly string[]): Promise<Run> {
  const id = randomBytes(6).toString("hex")
  return await database.transaction(async (tx) => {
    const rows = await tx.query(
      `insert into course.runs (id, request) values ($1, $2) on conflict (id) do update set id = excluded.id
       returning ${RUN_COLUMNS}`,
      [id, JSON.stringify(request)],
    )
    await tx.query(
      `insert into course.attempts (run_id, student) select distinct $1, student from unnest($2::text[]) as t (student)
       on conflict do nothing`,
      [id, students],
    )
    return one(runRow.array().parse(rows))
  })
}

/**
 * A run by its id or a beginning of it; without an id, the newest.
 * @throws CourseError COURSE_UNKNOWN_ID
 */
export async function findRun(database: Queries, id?: string): Promise<Run> {
  if (id === undefined) {
    // What students handed in is a run of its own, with nothing in it to follow or to go on with.
    const [newest] = runRow
      .array()
      .parse(
        await database.query(
          `select ${RUN_COLUMNS} from course.runs where request->>'source' = 'live' order by started_at desc, id limit 1`,
        ),
      )
    if (newest) return newest
    throw new CourseError("COURSE_UNKNOWN_ID", "The gradebook holds no run yet.", {
      hint: "Start one with `course grade ROSTER`.",
    })
  }
  const rows = await database.query(
    `select ${RUN_COLUMNS} from course.runs where starts_with(id, $1) order by started_at desc limit 6`,
    [id],
  )
  const found = runRow.array().parse(rows)
  const exact = found.find((run) => run.id === id)
  if (exact) return exact
  if (found.length === 1 && found[0] && id !== "") return found[0]
  throw new CourseError(
    "COURSE_UNKNOWN_ID",
    found.length === 0 ? `No run is called "${id}".` : `Several runs begin with "${id}".`,
    {
      hint:
        found.length === 0
          ? "All runs: `course gradebook history`."
          : `These do: ${found.map((run) => run.id).join(", ")}.`,
    },
  )
}

export async function progressOf(database: Queries, id?: string): Promise<RunProgress> {
  const run = await findRun(database, id)
  const rows = await database.query(
    `select ${ATTEMPT_COLUMNS} from course.attempts where run_id = $1 order by student`,
    [run.id],
  )
  return { run, attempts: attemptRow.array().parse(rows) }
}

/** Runs, newest first. */
export async function newestRuns(database: Queries, limit: number): Promise<Run[]> {
  return runRow
    .array()
    .parse(
      await database.query(`select ${RUN_COLUMNS} from course.runs order by started_at desc, id limit $1`, [limit]),
    )
}

export async function closeRun(database: Queries, runId: string): Promise<void> {
  await database.query("update course.runs set finished_at = coalesce(finished_at, clock_timestamp()) where id = $1", [
    runId,
  ])
}

function one<T>([first]: readonly T[]): T {
  if (first === undefined) throw new CourseError("COURSE_GRADEBOOK", "The gradebook did not give back what it kept.")
  return first
}
