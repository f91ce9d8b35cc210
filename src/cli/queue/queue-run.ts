import path from "node:path"
import { CourseError } from "../../errors/course-error.js"
import { openGradebook } from "../../grading/gradebook/open.js"
import { enqueueRun } from "../../grading/queue/enqueue.js"
import { parseLabels } from "../../grading/queue/labels.js"
import { openRun, readRoster, type GradeOptions, type GradeTold } from "../grade/grade-run.js"

/** A run that waits for workers. */
export interface QueuedRun {
  runId: string
  /** Students that were put into the queue now. */
  queued: number
  labels: readonly string[]
}

/** Puts the class of a roster into the queue instead of grading it here. Undefined when the person did not agree. */
export async function queueRun(
  options: GradeOptions,
  labels: readonly string[],
  told: Pick<GradeTold, "say" | "agree">,
  signal: AbortSignal,
): Promise<QueuedRun | undefined> {
  const databaseUrl = process.env["DATABASE_URL"]
  const wanted = parseLabels(labels)
  if (databaseUrl === undefined || databaseUrl === "")
    throw new CourseError("COURSE_GRADEBOOK", "A queue needs a PostgreSQL server, and DATABASE_URL names none.", {
      hint: "The embedded gradebook belongs to one process. Set DATABASE_URL=postgres://user@host/database, or leave --queue away.",
    })
  const { roster, students } = await readRoster(options, told.say)
  const gradebook = await openGradebook({ folder: path.dirname(roster.path), databaseUrl, warn: told.say })
  try {
    const { classRun, catalog } = await openRun(options, { roster, students }, gradebook.store, told, signal)
    if (!classRun) return undefined
    const ids = classRun.todo.map(({ student }) => student.id)
    const queued = await enqueueRun(classRun.run, ids, { rules: catalog.rules, labels: wanted, databaseUrl })
    return { runId: classRun.run.id, queued, labels: wanted }
  } finally {
    await gradebook.close()
  }
}
