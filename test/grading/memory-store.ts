import type { CheckResult } from "../../src/engine/report.js"
import { CourseError } from "../../src/errors/course-error.js"
import type { Attempt, AttemptOutcome, ClassFlag, Claim, GradingStore, Run, Student } from "../../src/grading/model.js"

interface Kept {
  attempt: Attempt
  token: number
  noted: Map<string, CheckResult>
  outcome: AttemptOutcome | undefined
}

/** A gradebook in memory, as strict as the real one about claims. `fail` makes it unusable from then on. */
export class MemoryStore implements GradingStore {
  readonly students = new Map<string, Student>()
  readonly kept = new Map<string, Kept>()
  readonly flags: ClassFlag[] = []
  /** How many writes of results there were. */
  writes = 0
  broken: CourseError | undefined
  #runs: Run[] = []

  fail(): void {
    this.broken = new CourseError("COURSE_GRADEBOOK", "The database does not answer.", { hint: "Start it." })
  }

  async enrol(students: readonly Student[]): Promise<void> {
    this.#work()
    for (const student of students) this.students.set(student.id, student)
  }

  async openRun(request: Parameters<GradingStore["openRun"]>[0], students: readonly string[]): Promise<Run> {
    this.#work()
    const run = {
      ...request,
      id: `run-${this.#runs.length + 1}`,
      startedAt: new Date().toISOString(),
      finishedAt: undefined,
    }
    this.#runs.push(run)
    for (const student of students) {
      const attempt: Attempt = {
        runId: run.id,
        student,
        state: "waiting",
        worker: undefined,
        tries: 0,
        startedAt: undefined,
        finishedAt: undefined,
        notes: [],
      }
      this.kept.set(`${run.id} ${student}`, { attempt, token: 0, noted: new Map(), outcome: undefined })
    }
    return run
  }

  async run(id?: string): ReturnType<GradingStore["run"]> {
    this.#work()
    const run = this.#runs.findLast((each) => id === undefined || each.id === id)
    if (!run) throw new CourseError("COURSE_UNKNOWN_ID", `No run is called ${id ?? "so"}.`)
    return { run, attempts: this.#of(run.id).map(({ attempt }) => attempt) }
  }

  async runs(limit: number): Promise<Run[]> {
    return [...this.#runs].reverse().slice(0, limit)
  }

  async claim(runId: string, student: string, worker: string, staleAfterMs: number): Promise<Claim | undefined> {
    this.#work()
    const kept = this.#kept(runId, student)
    const { state } = kept.attempt
    if (state === "graded" || state === "unobserved") return undefined
    if (state === "running" && kept.attempt.worker !== worker && staleAfterMs > 0) return undefined
    kept.noted.clear()
    kept.token++
    kept.attempt = { ...kept.attempt, state: "running", worker, tries: kept.attempt.tries + 1 }
    return { runId, student, worker, token: kept.token }
  }

  async heartbeat(claim: Claim): Promise<boolean> {
    this.#work()
    return this.#kept(claim.runId, claim.student).token === claim.token
  }

  async note(claim: Claim, results: readonly CheckResult[]): Promise<void> {
    this.writes++
    const kept = this.#mine(claim)
    for (const result of results) kept.noted.set(result.id, result)
  }

  async finish(claim: Claim, outcome: AttemptOutcome): Promise<void> {
    const kept = this.#mine(claim)
    kept.outcome = outcome
    kept.attempt = { ...kept.attempt, state: outcome.state, worker: undefined, notes: outcome.notes }
  }

  async release(claim: Claim): Promise<void> {
    const kept = this.#mine(claim)
    kept.attempt = { ...kept.attempt, state: "waiting", worker: undefined }
  }

  async closeRun(runId: string): Promise<void> {
    this.#work()
    this.#runs = this.#runs.map((run) => (run.id === runId ? { ...run, finishedAt: new Date().toISOString() } : run))
  }

  async *recordings(runId: string): ReturnType<GradingStore["recordings"]> {
    for (const { attempt, outcome } of this.#of(runId))
      if (outcome) yield { student: attempt.student, recording: outcome.recording }
  }

  async flag(_runId: string, flags: readonly ClassFlag[]): Promise<void> {
    this.flags.push(...flags)
  }

  async close(): Promise<void> {
    // Nothing to close.
  }

  /** What a student has in a run. */
  of(runId: string, student: string): Kept {
    return this.#kept(runId, student)
  }

  #of(runId: string): Kept[] {
    return [...this.kept.values()].filter(({ attempt }) => attempt.runId === runId)
  }

  #kept(runId: string, student: string): Kept {
    const kept = this.kept.get(`${runId} ${student}`)
    if (!kept) throw new CourseError("COURSE_UNKNOWN_ID", `${student} is not in ${runId}.`)
    return kept
  }

  #mine(claim: Claim): Kept {
    this.#work()
    const kept = this.#kept(claim.runId, claim.student)
    if (kept.token !== claim.token) throw new CourseError("COURSE_CLAIM_LOST", `${claim.student} was taken over.`)
    return kept
  }

  #work(): void {
    if (this.broken) throw this.broken
  }
}
