import { CourseError } from "../../errors/course-error.js"
import type { Inventory } from "../../inventory/inventory.js"
import type { Attempt, GradingStore, Run, RunRequest, Student } from "../model.js"

/** A student of the roster, with the machines. */
export interface ClassStudent {
  readonly student: Student
  readonly inventory: Inventory
}

/** A run that is about to be worked on. */
export interface ClassRun {
  readonly run: Run
  /** Whom there is still something to do for, in the order of the roster. */
  readonly todo: readonly ClassStudent[]
  /** Attempts that an earlier part of the run finished. */
  readonly finished: readonly Attempt[]
  /** The newest state of each attempt that is not finished, by student. */
  readonly open: ReadonlyMap<string, Attempt>
  /** Students of the run whom the roster no longer has: they stay waiting. */
  readonly missing: readonly string[]
}

/** Opens a new run for these students. */
export async function openClassRun(
  store: Pick<GradingStore, "enrol" | "openRun">,
  request: RunRequest,
  students: readonly ClassStudent[],
): Promise<ClassRun> {
  await store.enrol(students.map(({ student }) => student))
  const ids = students.map(({ student }) => student.id)
  return { run: await store.openRun(request, ids), todo: students, finished: [], open: new Map(), missing: [] }
}

/**
 * Takes up a run where it was left: what is finished stays, the rest is done again.
 * @throws CourseError COURSE_UNKNOWN_ID where there is no such run, COURSE_USAGE where it is closed
 */
export async function resumeClassRun(
  store: Pick<GradingStore, "enrol" | "run">,
  id: string | undefined,
  students: readonly ClassStudent[],
): Promise<ClassRun> {
  const { run, attempts } = await store.run(id)
  if (run.finishedAt !== undefined)
    throw new CourseError(
      "COURSE_USAGE",
      `The run ${run.id} was finished at ${run.finishedAt}: nothing is left to do.`,
      {
        hint: "Start another one without --resume; `--only ID` grades single students.",
      },
    )
  await store.enrol(students.map(({ student }) => student))
  const isOver = ({ state }: Attempt): boolean => state === "graded" || state === "unobserved"
  const open = new Map(attempts.filter((each) => !isOver(each)).map((each) => [each.student, each]))
  const here = new Set(students.map(({ student }) => student.id))
  return {
    run,
    todo: students.filter(({ student }) => open.has(student.id)),
    finished: attempts.filter(isOver),
    open,
    missing: [...open.keys()].filter((student) => !here.has(student)),
  }
}
