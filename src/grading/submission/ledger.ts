import { z } from "zod"
import type { Queries } from "../gradebook/database.js"
import { invalidSubmission } from "./read-bundle.js"

/** A bundle that may be taken. */
export interface Entry {
  readonly id: string
  /** SHA-256 of its observations. */
  readonly observations: string
  readonly student: string
  readonly signedWith: string
  readonly madeAt: string
}

const known = z.object({ id: z.string(), student: z.string(), run_id: z.string(), imported_at: z.string() })

/**
 * Refuses a bundle that was taken before, or whose observations were, under whatever name. What an import that was cut had begun
 * counts for nothing.
 * @throws CourseError COURSE_SUBMISSION_INVALID
 */
export async function refuseReplay(database: Queries, { id, observations, student }: Entry): Promise<void> {
  const rows = await database.query(
    `select s.id, s.student, s.run_id, s.imported_at from course.submissions s
     join course.attempts a on a.run_id = s.run_id and a.student = s.student
     where (s.id = $1 or s.observations = $2) and a.state in ('graded', 'unobserved')`,
    [id, observations],
  )
  const found = z.array(known).parse(rows)
  const same = found.find((row) => row.id === id)
  if (same) throw takenAlready(same.student, `at ${same.imported_at}, in the run ${same.run_id}`)
  const [copied] = found
  if (copied) throw copiedFrom(copied.student, student, copied.id)
}

/** Notes a bundle just before its attempt is finished: only with that does the entry begin to count. */
export async function enter(database: Queries, runId: string, entry: Entry): Promise<void> {
  await database.query("delete from course.submissions where id = $1 or observations = $2", [
    entry.id,
    entry.observations,
  ])
  await database.query(
    `insert into course.submissions (id, observations, student, run_id, signed_with, made_at) values ($1, $2, $3, $4, $5, $6)`,
    [entry.id, entry.observations, entry.student, runId, entry.signedWith, entry.madeAt],
  )
}

/** The same rules within one import. */
export class SeenHere {
  readonly #byId = new Map<string, string>()
  readonly #byObservations = new Map<string, Entry>()

  /** @throws CourseError COURSE_SUBMISSION_INVALID */
  add(entry: Entry, file: string): void {
    const other = this.#byId.get(entry.id)
    if (other !== undefined) throw takenAlready(entry.student, `now, as ${other}`)
    const same = this.#byObservations.get(entry.observations)
    if (same) throw copiedFrom(same.student, entry.student, same.id)
    this.#byId.set(entry.id, file)
    this.#byObservations.set(entry.observations, entry)
  }
}

function takenAlready(student: string, when: string): Error {
  return invalidSubmission(
    `This very submission of ${student} was imported ${when}.`,
    "Nothing is to be done, unless the student meant to hand in a newer one.",
  )
}

function copiedFrom(first: string, second: string, id: string): Error {
  const whose = first === second ? "this student handed in before" : `${first} handed in`
  return invalidSubmission(
    `Its observations are, byte for byte, those that ${whose} (submission ${id.slice(0, 12)}).`,
    first === second
      ? "Ask for a new look: `course submit` without --recording."
      : "Nothing of it was graded. Talk to both.",
  )
}
