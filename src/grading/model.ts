import type { Recording } from "../engine/recording.js"
import type { CheckResult, HostResult, Report } from "../engine/report.js"

import type { Student } from "../inventory/roster/student.js"

export type { Student }

/**
 * Where observations come from: `live` the instructor looked at the machines, `submission` the student handed them in
 * (self-reported), `import` they were read from an export.
 */
export const SOURCES = ["live", "submission", "import"] as const
export type Source = (typeof SOURCES)[number]

/** How far the grading of one student within one run has come. */
export const ATTEMPT_STATES = ["waiting", "running", "graded", "unobserved"] as const
export type AttemptState = (typeof ATTEMPT_STATES)[number]

/** What a run was asked to do: enough to go on with it later, on this machine or another. */
export interface RunRequest {
  /** Blocks, exercises, steps or checks; none means all blocks that have checks. */
  readonly words: readonly string[]
  readonly passive: boolean
  /** Left out what takes long. */
  readonly quick: boolean
  /** Checks that were left out because the reference itself does not pass them: they count for nobody. */
  readonly excluded: readonly string[]
  /** How often a failure has to be seen before it is written. 1 writes it at once. */
  readonly repeat: number
  /** SHA-256 of the roster, so that `--resume` notices another one. */
  readonly rosterHash: string
  readonly source: Source
  /** Who started it: account and machine. */
  readonly startedBy: string
}

export interface Run extends RunRequest {
  readonly id: string
  /** ISO 8601, UTC. */
  readonly startedAt: string
  readonly finishedAt: string | undefined
}

/** One student in one run. */
export interface Attempt {
  readonly runId: string
  readonly student: string
  readonly state: AttemptState
  /** Which worker has it, while it is running. */
  readonly worker: string | undefined
  /** How often it was begun: 1 for the first time. */
  readonly tries: number
  readonly startedAt: string | undefined
  readonly finishedAt: string | undefined
  /** Why the machines could not be observed, or what was repeated on the way. */
  readonly notes: readonly AttemptNote[]
}

/** Something that happened while a student was graded and is no verdict. */
export interface AttemptNote {
  readonly at: string
  /** `retry` it was tried again, `problem` it could not be observed, `flag` something a person should look at. */
  readonly kind: "retry" | "problem" | "flag"
  /** A code of src/errors/codes.ts, where there is one. */
  readonly code: string | undefined
  readonly message: string
}

/** The right to write results of one attempt. Lost once another worker has taken the attempt over. */
export interface Claim {
  readonly runId: string
  readonly student: string
  readonly worker: string
  /** Grows with each claim of the attempt: a write under an older one is refused. */
  readonly token: number
}

/** What one student's run came to. */
export interface AttemptOutcome {
  /** `unobserved` when no machine of the student could be looked at. */
  readonly state: "graded" | "unobserved"
  readonly report: Report
  readonly recording: Recording
  readonly notes: readonly AttemptNote[]
}

export interface RunProgress {
  readonly run: Run
  readonly attempts: readonly Attempt[]
}

/**
 * What the running of a class needs of the gradebook. Every write is durable when its promise resolves. All methods throw
 * CourseError COURSE_GRADEBOOK when the database cannot be reached, and lose nothing that was acknowledged before.
 */
export interface GradingStore {
  /** Adds students, or updates name, e-mail, group and track of those that are known. Nobody is ever removed. */
  enrol(students: readonly Student[]): Promise<void>
  /** Opens a run with one waiting attempt per student. */
  openRun(request: RunRequest, students: readonly string[]): Promise<Run>
  /** A run by its id, or by a beginning of it that only one has; without an id, the newest that looked at machines. @throws CourseError COURSE_UNKNOWN_ID */
  run(id?: string): Promise<RunProgress>
  /** Runs, newest first. */
  runs(limit: number): Promise<Run[]>
  /**
   * Takes an attempt to work on it; results of an earlier unfinished claim are put away. Gives undefined when the attempt is finished,
   * or another worker holds it and has been heard of within `staleAfterMs`.
   */
  claim(runId: string, student: string, worker: string, staleAfterMs: number): Promise<Claim | undefined>
  /** Tells that the worker still lives. Gives false when the claim is lost: then the work has to stop. */
  heartbeat(claim: Claim): Promise<boolean>
  /** Keeps results the moment they exist. @throws CourseError COURSE_CLAIM_LOST */
  note(claim: Claim, results: readonly CheckResult[]): Promise<void>
  /** Keeps the whole attempt, in place of what was noted on the way. @throws CourseError COURSE_CLAIM_LOST */
  finish(claim: Claim, outcome: AttemptOutcome): Promise<void>
  /** Gives an attempt back as waiting, for another worker or a later `--resume`. */
  release(claim: Claim): Promise<void>
  closeRun(runId: string): Promise<void>
  /** What the machines of students were seen to be in a run: for clones across the class. */
  recordings(runId: string): AsyncIterable<{ student: string; recording: Recording }>
  /** Keeps what a person should look at. Never changes points. */
  flag(runId: string, flags: readonly ClassFlag[]): Promise<void>
  close(): Promise<void>
}

/** Something conspicuous about several students, with its evidence. Never costs points. */
export interface ClassFlag {
  readonly kind: "machine-id" | "host-key" | "commits" | "database" | "times"
  readonly students: readonly string[]
  /** One sentence for the instructor. */
  readonly message: string
  readonly evidence: string
}

/** Points by a person that stand in for those of the checks. */
export interface Override {
  /** A block or a check. */
  readonly scope: string
  readonly points: number
  readonly who: string
  readonly at: string
  readonly why: string
}

/**
 * How a cell came to be: `proven` observed and judged; `kept` the last look failed, an earlier proven result stands;
 * `overridden` by a person; `unobserved` never once observed; `none` never tried.
 */
export type CellState = "proven" | "kept" | "overridden" | "unobserved" | "none"

/** What a student has in one block. */
export interface BlockCell {
  readonly block: string
  readonly state: CellState
  /** Points after late policy and overrides. */
  readonly earned: number
  readonly possible: number
  /** Points before the late policy. */
  readonly raw: number
  /** Why it is not simply `proven`: for the person who reads the table. */
  readonly because: string | undefined
  /** The attempt that counts, ISO 8601. */
  readonly provenAt: string | undefined
  readonly source: Source | undefined
  readonly override: Override | undefined
  readonly late: { readonly days: number; readonly factor: number } | undefined
  /** Points among the earned that a catch-up brought. */
  readonly assisted: number
}

/** The result of one check that counts for a student. */
export interface CheckCell extends CheckResult {
  readonly state: CellState
  readonly judgedAt: string
  readonly override: Override | undefined
}

export interface RubricScore {
  readonly dimension: string
  readonly points: number
  readonly of: number
  readonly who: string
  readonly at: string
  readonly note: string | undefined
}

export interface StudentRow {
  readonly student: Student
  readonly blocks: readonly BlockCell[]
  readonly checks: readonly CheckCell[]
  readonly rubric: readonly RubricScore[]
  /** Of blocks alone; bonus points never lift it above what is possible. */
  readonly total: { readonly earned: number; readonly possible: number; readonly percent: number }
  /** German grade, `1.0` to `5.0`, where the gradebook has a table for it. */
  readonly grade: string | undefined
  /** Students flagged together with this one, and why. */
  readonly flags: readonly ClassFlag[]
  /** Attempts, newest first. */
  readonly history: readonly HistoryEntry[]
}

export interface HistoryEntry {
  readonly runId: string
  readonly at: string
  readonly state: AttemptState
  readonly source: Source
  readonly rules: string | undefined
  readonly earned: number
  readonly possible: number
  readonly hosts: readonly HostResult[]
  readonly notes: readonly AttemptNote[]
}

/** The gradebook as it is shown and exported: one moment, all students. */
export interface GradebookView {
  readonly takenAt: string
  /** Hash of the rules of the newest judgements. */
  readonly rules: string | undefined
  readonly blocks: readonly { readonly id: string; readonly title: string; readonly possible: number }[]
  /** In the order of the roster: by group, then by name. */
  readonly students: readonly StudentRow[]
  readonly policy: GradingPolicy
}

/** How attempts become grades. */
export interface GradingPolicy {
  /** `best` the best attempt of each block counts, `last` the newest result that was proven. */
  readonly count: "best" | "last"
  /** When each block is due, ISO 8601 with offset; a block without is never late. */
  readonly due: Readonly<Record<string, string>>
  /** What being late costs. `percentPerDay` is of the points earned; each begun day after the grace days counts. */
  readonly late:
    { readonly kind: "none" } | { readonly kind: "percent"; readonly percentPerDay: number; readonly graceDays: number }
  /** German grades by the percent they need at least, best first; empty means no grades. */
  readonly grades: readonly { readonly grade: string; readonly from: number }[]
}
