import type { Attempt, AttemptNote, Student } from "../model.js"
import type { StudentEnd } from "./one-student.js"

/** One student as a run left them: small, because there may be thousands. */
export interface StudentRowOfRun {
  readonly student: string
  readonly name: string
  /**
   * `graded` at least one machine was looked at; `unobserved` none; `stopped` the work was interrupted, and a resumed run makes it
   * again; `elsewhere` another worker has it; `fault` course itself failed, and a resumed run makes it again.
   */
  readonly state: "graded" | "unobserved" | "stopped" | "elsewhere" | "fault"
  readonly score: { readonly earned: number; readonly possible: number; readonly percent: number } | undefined
  readonly counts: Readonly<Record<"pass" | "fail" | "skip" | "error", number>> | undefined
  /** What could not be observed, and why. */
  readonly problems: readonly { readonly code: string | undefined; readonly message: string }[]
  readonly retries: number
  readonly seconds: number
}

const NOTHING = { score: undefined, counts: undefined, problems: [], retries: 0 }

export function rowOfEnd({ id, name }: Student, end: StudentEnd, seconds: number): StudentRowOfRun {
  if (end.end !== "finished")
    return { student: id, name, ...NOTHING, state: end.end === "lost" ? "elsewhere" : "stopped", seconds }
  const { state, report, notes } = end.outcome
  return { student: id, name, state, score: report.score, counts: report.summary, ...told(notes), seconds }
}

/** A student whom course itself failed. */
export function rowOfFault({ id, name }: Student, error: unknown, seconds: number): StudentRowOfRun {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  const problems = error === undefined ? [] : [{ code: "COURSE_BUG", message }]
  return { student: id, name, ...NOTHING, state: "fault", problems, seconds }
}

/** A student whom an earlier part of the run was done with. */
export function rowOfAttempt({ student, state, notes }: Attempt, known: Student | undefined): StudentRowOfRun {
  const over = state === "unobserved" ? "unobserved" : "graded"
  return { student, name: known?.name ?? student, ...NOTHING, state: over, ...told(notes), seconds: 0 }
}

function told(notes: readonly AttemptNote[]): Pick<StudentRowOfRun, "problems" | "retries"> {
  return {
    problems: notes.flatMap(({ kind, code, message }) => (kind === "problem" ? [{ code, message }] : [])),
    retries: notes.filter(({ kind }) => kind === "retry").length,
  }
}
