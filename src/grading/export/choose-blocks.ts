import { CourseError } from "../../errors/course-error.js"
import type { GradebookView, StudentRow } from "../model.js"

/** A gradebook of some blocks alone, with the sums of these; a grade belongs to all of them and is left away. */
export function chooseBlocks(view: GradebookView, ids: readonly string[]): GradebookView {
  const unknown = ids.find((id) => !view.blocks.some((block) => block.id === id))
  if (unknown !== undefined)
    throw new CourseError("COURSE_UNKNOWN_ID", `The gradebook has no block "${unknown}".`, {
      hint: `It has ${view.blocks.map(({ id }) => id).join(", ") || "none yet"}.`,
    })
  const blocks = view.blocks.filter(({ id }) => ids.includes(id))
  if (ids.length === 0 || blocks.length === view.blocks.length) return view
  return { ...view, blocks, students: view.students.map((row) => chooseOf(row, ids)) }
}

function chooseOf(row: StudentRow, ids: readonly string[]): StudentRow {
  const blocks = row.blocks.filter(({ block }) => ids.includes(block))
  const earned = sum(blocks.map((cell) => cell.earned))
  const possible = sum(blocks.map((cell) => cell.possible))
  const percent = possible === 0 ? 0 : Math.min(100, Math.round((earned / possible) * 1000) / 10)
  return {
    ...row,
    blocks,
    checks: row.checks.filter(({ block }) => ids.includes(block)),
    total: { earned: possible === 0 ? earned : Math.min(earned, possible), possible, percent },
    grade: undefined,
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}
