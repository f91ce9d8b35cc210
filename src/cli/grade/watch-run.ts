import path from "node:path"
import { openGradebook } from "../../grading/gradebook/open.js"
import type { Attempt, RunProgress, Student } from "../../grading/model.js"
import { followRun } from "../../grading/queue/follow-run.js"
import { rowOfAttempt } from "../../grading/run/run-row.js"
import { loadRoster } from "../../inventory/roster/load-roster.js"
import { oneLine } from "../../reporters/escape.js"
import type { DisplayEvent } from "./class-tally.js"
import { NEWEST_RUN } from "./run-flags.js"

export interface WatchTold {
  say: (line: string) => void
  /** Called once. `over` are the students whom the run was done with before. */
  start: (of: { runId: string; total: number; over: number }) => void
  onEvent: (event: DisplayEvent) => void
}

/**
 * Shows how far a run is until it is over, wherever its work is done: looks, and takes no part.
 * @param run its id or the beginning of one, or `newest`
 */
export async function watchRun(
  { roster: file, run, bin }: { roster: string; run: string; bin: string },
  told: WatchTold,
  signal: AbortSignal,
): Promise<RunProgress> {
  const roster = await loadRoster(file)
  const students = new Map(roster.students.map(({ student }) => [student.id, student]))
  const folder = path.dirname(roster.path)
  const gradebook = await openGradebook({ folder, databaseUrl: process.env["DATABASE_URL"], warn: told.say })
  let before: readonly Attempt[] | undefined
  try {
    return await followRun(gradebook.store, run === NEWEST_RUN ? undefined : run, {
      signal,
      onProgress: ({ run: followed, attempts }) => {
        if (before === undefined) {
          told.say(
            `Run ${oneLine(followed.id)}, begun ${oneLine(followed.startedAt)} by ${oneLine(followed.startedBy)}`,
          )
          const over = attempts.filter(({ state }) => state === "graded" || state === "unobserved").length
          if (over < attempts.length && !attempts.some(({ state }) => state === "running"))
            told.say(
              `Nobody is at work on it. \`${bin} worker --roster ${oneLine(file)}\` takes what is queued, \`${bin} grade ${oneLine(file)} --resume ${followed.id}\` goes on with it here.`,
            )
          told.start({ runId: followed.id, total: attempts.length, over })
        }
        for (const event of changesOf(before ?? [], attempts, students)) told.onEvent(event)
        before = attempts
      },
    })
  } finally {
    await gradebook.close()
  }
}

/** What happened between two looks at the attempts of a run. Pure. */
export function changesOf(
  before: readonly Attempt[],
  after: readonly Attempt[],
  students: ReadonlyMap<string, Student>,
): DisplayEvent[] {
  const earlier = new Map(before.map((attempt) => [attempt.student, attempt]))
  return after.flatMap((attempt): DisplayEvent[] => {
    const last = earlier.get(attempt.student)
    const student = students.get(attempt.student) ?? stranger(attempt.student)
    if (last?.state === attempt.state && last.tries === attempt.tries) return []
    if (attempt.state === "running") return [{ kind: "begun", student }]
    if (attempt.state === "waiting") return last?.state === "running" ? [{ kind: "given-back", student }] : []
    return [{ kind: "over", row: rowOfAttempt(attempt, student) }]
  })
}

/** A student of the run whom this copy of the roster does not know. */
function stranger(id: string): Student {
  return { id, name: id, email: undefined, group: undefined, track: "typescript" }
}
