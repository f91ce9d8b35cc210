import { setMaxListeners } from "node:events"
import type { CheckResult } from "../../engine/report.js"
import { CourseError } from "../../errors/course-error.js"
import { flagClones } from "../fairness/flag-clones.js"
import type { Transport } from "../../transport/ports.js"
import type { ClassFlag, GradingStore, Student } from "../model.js"
import type { ClassRun, ClassStudent } from "./class-run.js"
import { collectEarly } from "./collect-early.js"
import { STALE_MS } from "./keep-claim.js"
import { noticingTransport } from "./noticing-transport.js"
import { gradeOneStudent, type StudentDeps } from "./one-student.js"
import { Places, type Place } from "./places.js"
import { rowOfAttempt, rowOfEnd, rowOfFault, type StudentRowOfRun } from "./run-row.js"
import { isGone } from "./worker-name.js"

export interface ClassDeps extends Omit<StudentDeps, "store" | "onResult"> {
  store: GradingStore
  /** With how many students something happens at once; half as many more may only be waited for. */
  concurrency: number
  /** See `workerName`. */
  worker: string
  onEvent?: ((event: ClassEvent) => void) | undefined
}

/** What happens while a class is graded, for whoever shows it. */
export type ClassEvent =
  | { readonly kind: "begun"; readonly student: Student }
  | { readonly kind: "result"; readonly student: Student; readonly result: CheckResult }
  | { readonly kind: "over"; readonly row: StudentRowOfRun }

/** What a run came to, one row for each student. */
export interface ClassResult {
  readonly runId: string
  readonly rows: readonly StudentRowOfRun[]
  readonly flags: readonly ClassFlag[]
  /** Students of the run with whom nothing was begun. */
  readonly waiting: number
  /** Is every student of the run over and done with? Otherwise it can be resumed. */
  readonly closed: boolean
}

/**
 * Grades the students of a run, several at once and none at the cost of another: each has own connections, own deadlines and own
 * seeds, and what is known of one leaves the memory as soon as the gradebook has it.
 * @throws CourseError COURSE_GRADEBOOK when the gradebook cannot be used any more; the run can be resumed then
 */
export async function gradeClass(
  { run, todo, finished, open, missing }: ClassRun,
  deps: ClassDeps,
): Promise<ClassResult> {
  const { store, concurrency, worker, signal, onEvent } = deps
  collectEarly()
  const students = new Map(todo.map(({ student }) => [student.id, student]))
  const rows: StudentRowOfRun[] = finished.map((attempt) => rowOfAttempt(attempt, students.get(attempt.student)))
  const stop = new AbortController()
  const all = AbortSignal.any([signal, stop.signal])
  setMaxListeners(0, all)
  const next = todo[Symbol.iterator]()

  const gradeOne = async ({ student, inventory }: ClassStudent, place: Place): Promise<void> => {
    const began = performance.now()
    const seconds = (): number => (performance.now() - began) / 1000
    const over = (row: StudentRowOfRun): void => {
      rows.push(row)
      onEvent?.({ kind: "over", row })
    }
    const before = open.get(student.id)?.worker
    const staleAfterMs = before !== undefined && isGone(before, worker) ? 0 : STALE_MS
    const claim = await store.claim(run.id, student.id, worker, staleAfterMs)
    if (!claim) return over({ ...rowOfFault(student, undefined, seconds()), state: "elsewhere" })
    onEvent?.({ kind: "begun", student })
    let stopNoticing = (): void => undefined
    const transports = (each: Student): Transport => {
      const { transport, stop } = noticingTransport(deps.transports(each), place)
      stopNoticing = stop
      return transport
    }
    try {
      const end = await gradeOneStudent(
        { run, student, inventory, claim },
        {
          ...deps,
          transports,
          signal: all,
          onResult: (_student, result) => onEvent?.({ kind: "result", student, result }),
        },
      )
      over(rowOfEnd(student, end, seconds()))
    } catch (error) {
      if (error instanceof CourseError && error.code === "COURSE_GRADEBOOK") throw error
      // A fault of ours at one student is no reason to keep the others from their grades.
      over(rowOfFault(student, error, seconds()))
    } finally {
      stopNoticing()
    }
  }
  const places = new Places(concurrency)
  const workOff = async (): Promise<void> => {
    for (;;) {
      const place = await places.take()
      try {
        const each = all.aborted ? undefined : next.next()
        if (each === undefined || each.done) return
        await gradeOne(each.value, place)
      } finally {
        place.leave()
      }
    }
  }
  const workers = Array.from({ length: Math.min(places.all, todo.length) }, () =>
    workOff().catch((error: unknown) => {
      stop.abort(error)
      throw error
    }),
  )
  const ends = await Promise.allSettled(workers)
  const fault = ends.find((each) => each.status === "rejected")
  if (fault) throw resumable(fault.reason, run.id)
  const waiting = missing.length + finished.length + todo.length - rows.length
  const closed = waiting === 0 && rows.every(({ state }) => state === "graded" || state === "unobserved")
  if (!closed) return { runId: run.id, rows, flags: [], waiting, closed }
  const flags = await flagClones(store, run.id)
  await store.closeRun(run.id)
  return { runId: run.id, rows, flags, waiting, closed }
}

/** Whatever the gradebook said, the person has to know that nothing is lost and how it goes on. */
function resumable(error: unknown, runId: string): unknown {
  if (!(error instanceof CourseError)) return error
  const next = `What was graded so far is kept. Once the gradebook can be used again, go on with: course grade ROSTER --resume ${runId}`
  // Its own hint says as much, without the run.
  const hint = error.code === "COURSE_GRADEBOOK" || error.hint === undefined ? next : `${error.hint}\n${next}`
  return new CourseError(error.code, error.message, { hint, cause: error })
}
