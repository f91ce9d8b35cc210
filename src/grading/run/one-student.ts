import { setMaxListeners } from "node:events"
import type { Catalog } from "../../engine/catalog.js"
import { makeReport, resultOf } from "../../engine/make-report.js"
import { makeRecording } from "../../engine/recording.js"
import type { CheckResult } from "../../engine/report.js"
import { CourseError } from "../../errors/course-error.js"
import type { Inventory } from "../../inventory/inventory.js"
import type { Transport } from "../../transport/ports.js"
import type { AttemptNote, AttemptOutcome, Claim, GradingStore, Run, Student } from "../model.js"
import { guardedTransport, type HostLimits } from "./guarded-transport.js"
import { keepClaim } from "./keep-claim.js"
import { lookAtStudent } from "./look-at-student.js"
import { NoteWriter } from "./note-writer.js"
import { planStudent } from "./plan-student.js"
import { retryingTransport } from "./retrying-transport.js"
import { studentContext, type Seeds } from "./seeds.js"
import { whatWasSeen } from "./what-was-seen.js"

export interface StudentTask {
  readonly run: Run
  readonly student: Student
  readonly inventory: Inventory
  /** The right to write; the work ends as soon as it is lost. */
  readonly claim: Claim
}

export interface StudentDeps {
  catalog: Catalog
  store: Pick<GradingStore, "heartbeat" | "note" | "finish" | "release">
  transports: (student: Student) => Transport
  seeds: (student: Student) => Seeds
  /** How long all of this student may take. */
  timeoutMs: number
  /** Stops the work; the attempt is then given back. */
  signal: AbortSignal
  /** Called with each result the moment it is known. */
  onResult?: ((student: Student, result: CheckResult) => void) | undefined
  now?: () => Date
  heartbeatMs?: number
  backoffMs?: readonly number[]
  limits?: HostLimits
  pauseMs?: number
}

/** How the work on one student ended. */
export type StudentEnd =
  | { readonly end: "finished"; readonly outcome: AttemptOutcome; readonly problems: readonly AttemptNote[] }
  /** It was stopped, and the attempt given back. */
  | { readonly end: "released" }
  /** Another worker has it now. */
  | { readonly end: "lost" }

/**
 * Grades one student: plans, observes, judges, and writes each result the moment it exists. Hosts never make it throw.
 * @throws CourseError COURSE_GRADEBOOK when the results can no longer be kept; what was written by then is
 */
export async function gradeOneStudent(task: StudentTask, deps: StudentDeps): Promise<StudentEnd> {
  const { claim } = task
  const { store, signal, timeoutMs } = deps
  const own = new AbortController()
  // Everything that is under way for this student listens to it, and that is more than the ten of a slip.
  setMaxListeners(0, own.signal)
  const stop = (why: unknown): void => own.abort(why)
  const timer = setTimeout(() => stop(tooLate(timeoutMs)), timeoutMs)
  const follow = (): void => stop(signal.reason)
  signal.addEventListener("abort", follow, { once: true })
  if (signal.aborted) follow()
  const stopBeating = keepClaim(store, claim, stop, deps.heartbeatMs)
  const writer = new NoteWriter(store, claim, stop)
  try {
    const outcome = await observe(task, deps, writer, own.signal)
    if (isStopped(own.signal)) return await giveUp(own.signal.reason)
    await writer.drop()
    await store.finish(claim, outcome)
    return { end: "finished", outcome, problems: outcome.notes.filter(({ kind }) => kind === "problem") }
  } catch (error) {
    return await giveUp(error)
  } finally {
    clearTimeout(timer)
    signal.removeEventListener("abort", follow)
    await stopBeating()
  }

  async function giveUp(why: unknown): Promise<StudentEnd> {
    await writer.drop()
    if (why instanceof CourseError && why.code === "COURSE_CLAIM_LOST") return { end: "lost" }
    if (why instanceof CourseError && why.code === "COURSE_GRADEBOOK") throw why
    await store.release(claim)
    if (signal.aborted) return { end: "released" }
    throw why
  }
}

/** Over for another reason than that the student's own time is: then there is nothing to finish. */
function isStopped(signal: AbortSignal): boolean {
  const why: unknown = signal.reason
  return signal.aborted && !(why instanceof CourseError && why.code === "COURSE_HOST_TIMEOUT")
}

async function observe(
  { run, student, inventory }: StudentTask,
  deps: StudentDeps,
  writer: NoteWriter,
  signal: AbortSignal,
): Promise<AttemptOutcome> {
  const { catalog, now = () => new Date(), onResult, backoffMs, limits, pauseMs } = deps
  const notes: AttemptNote[] = []
  const note = (each: Omit<AttemptNote, "at">): void => void notes.push({ at: now().toISOString(), ...each })
  const context = studentContext(student, inventory, deps.seeds(student))
  const plan = planStudent(catalog, context, run)
  const startedAt = now().toISOString()
  const tell = (result: CheckResult): void => {
    onResult?.(student, result)
    // A failure that has to be seen again is no result yet.
    if (run.repeat <= 1 || result.status !== "fail") writer.add(result)
  }
  const retrying = retryingTransport(deps.transports(student), { note, signal, ...(backoffMs && { backoffMs }) })
  const looked = await lookAtStudent(plan, {
    inventory,
    transports: guardedTransport(retrying, note, limits),
    signal,
    repeat: run.repeat,
    note,
    onJudged: (judged) => tell(resultOf(judged)),
    ...(pauseMs === undefined ? {} : { pauseMs }),
  })
  const { state, hosts, problems } = whatWasSeen(plan, looked)
  // A host that was given up on the way is named already.
  const isTold = ({ code, message }: Omit<AttemptNote, "at">): boolean =>
    notes.some((each) => each.kind === "problem" && each.code === code && each.message === message)
  for (const problem of problems) if (!isTold(problem)) note(problem)
  const facts = { startedAt, finishedAt: now().toISOString(), hosts }
  return {
    state,
    notes,
    report: makeReport(looked.judged, { context, rules: catalog.rules, ...facts }),
    recording: makeRecording(plan, looked.observations, facts),
  }
}

function tooLate(timeoutMs: number): CourseError {
  return new CourseError("COURSE_HOST_TIMEOUT", `Not finished within ${timeoutMs / 1000} s, the time of one student.`, {
    hint: "Give more with --timeout, or look what keeps the machine busy.",
  })
}
