import type { Student } from "../../grading/model.js"
import type { ClassEvent } from "../../grading/run/grade-class.js"
import type { StudentRowOfRun } from "../../grading/run/run-row.js"

/** What a display is told. `given-back` a worker could not go on with a student, whom another one will take. */
export type DisplayEvent = ClassEvent | { readonly kind: "given-back"; readonly student: Student }

/** A student who is in work. */
export interface InWork {
  readonly id: string
  readonly name: string
  /** Milliseconds, of the display's clock. */
  readonly since: number
  readonly pass: number
  readonly fail: number
  readonly error: number
}

/** How far a class has come: all that a display shows. */
export interface ClassTally {
  readonly total: number
  readonly inWork: ReadonlyMap<string, InWork>
  readonly over: number
  /** Of those: at least one machine could not be observed. */
  readonly unobserved: number
  readonly began: number
  /** How many of those who are over were so before it began: they tell nothing about the speed. */
  readonly before: number
  /** Others do the work, and perhaps nobody does. */
  readonly watched: boolean
}

export function newTally(
  total: number,
  now: number,
  { over: before = 0, watched = false }: { over?: number; watched?: boolean } = {},
): ClassTally {
  return { total, inWork: new Map(), over: 0, unobserved: 0, began: now, before, watched }
}

/** Takes one event in. Pure. */
export function tallied(tally: ClassTally, event: DisplayEvent, now: number): ClassTally {
  const inWork = new Map(tally.inWork)
  if (event.kind === "begun") {
    const { id, name } = event.student
    return { ...tally, inWork: inWork.set(id, { id, name, since: now, pass: 0, fail: 0, error: 0 }) }
  }
  if (event.kind === "result") {
    const before = inWork.get(event.student.id)
    const { status } = event.result
    if (!before || status === "skip") return tally
    return { ...tally, inWork: inWork.set(before.id, { ...before, [status]: before[status] + 1 }) }
  }
  if (event.kind === "given-back") {
    inWork.delete(event.student.id)
    return { ...tally, inWork }
  }
  inWork.delete(event.row.student)
  return { ...tally, inWork, over: tally.over + 1, unobserved: tally.unobserved + (isObserved(event.row) ? 0 : 1) }
}

/** Was everything of this student observed that was asked? */
export function isObserved({ state, problems }: StudentRowOfRun): boolean {
  return state === "graded" && problems.length === 0
}

/** Students a second since it began; undefined until one is over, and while nobody is at work. */
export function speed(tally: ClassTally, now: number): number | undefined {
  const { over, before, began } = tally
  return over > before && now > began && !isIdle(tally) ? (over - before) / ((now - began) / 1000) : undefined
}

/** Seconds until the end, by the speed so far; undefined until there is one. */
export function secondsLeft(tally: ClassTally, now: number): number | undefined {
  const { total, over, inWork } = tally
  const perSecond = speed(tally, now)
  if (perSecond === undefined) return undefined
  // Those in work are half way through, on average.
  return Math.max(0, Math.round((total - over - inWork.size / 2) / perSecond))
}

/** Is a run that others work on left alone, although it is not over? */
export function isIdle({ watched, inWork, over, total }: ClassTally): boolean {
  return watched && inWork.size === 0 && over < total
}
