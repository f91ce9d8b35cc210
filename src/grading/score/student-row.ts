import type {
  ClassFlag,
  GradingPolicy,
  HistoryEntry,
  Override,
  RubricScore,
  Student,
  StudentRow,
  BlockCell,
} from "../model.js"
import { scoreBlock } from "./block-cell.js"
import { gradeOf } from "./grade.js"
import { blocksOf, type Outline } from "./outline.js"
import { inOrder, standingsOf, type JudgedAttempt } from "./standing.js"

/** Everything the gradebook holds of one student. */
export interface StudentFacts {
  readonly student: Student
  /** Attempts that were judged, in any order. */
  readonly attempts: readonly JudgedAttempt[]
  readonly overrides: readonly Override[]
  readonly rubric: readonly RubricScore[]
  /** Until when each block is extended. */
  readonly extensions: Readonly<Record<string, string>>
  readonly flags: readonly ClassFlag[]
  readonly history: readonly HistoryEntry[]
}

/** One line of the gradebook. Pure: the same facts give the same line. */
export function scoreStudent(facts: StudentFacts, outline: Outline, policy: GradingPolicy): StudentRow {
  const attempts = inOrder(facts.attempts)
  const standings = standingsOf(attempts)
  const scored = blocksOf(outline).map(({ id }) =>
    scoreBlock({
      block: id,
      track: facts.student.track,
      outline,
      attempts,
      standings,
      overrides: facts.overrides,
      due: facts.extensions[id] ?? policy.due[id],
      policy,
    }),
  )
  const blocks = scored.map(({ cell }) => cell)
  const total = totalOf(blocks)
  return {
    student: facts.student,
    blocks,
    checks: scored.flatMap(({ checks }) => checks),
    rubric: facts.rubric,
    total,
    grade: gradeOf(total, policy.grades),
    flags: facts.flags,
    history: facts.history,
  }
}

/** Bonus points make up for others, and never give more than all. */
export function totalOf(blocks: readonly Pick<BlockCell, "earned" | "possible">[]): StudentRow["total"] {
  const possible = round(blocks.reduce((sum, cell) => sum + cell.possible, 0))
  const all = round(blocks.reduce((sum, cell) => sum + cell.earned, 0))
  const earned = Math.min(all, possible)
  const percent = possible === 0 ? (all > 0 ? 100 : 0) : Math.round((earned / possible) * 1_000) / 10
  return { earned, possible, percent }
}

function round(number: number): number {
  return Math.round(number * 100) / 100
}
