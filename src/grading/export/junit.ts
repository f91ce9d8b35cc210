import { junitDocument, type JunitSuite } from "../../reporters/junit.js"
import type { BlockCell, GradebookView, StudentRow } from "../model.js"
import { reasonOf } from "./cell-words.js"

/** One student as JUnit: a suite per block, a case per check; what a person or a policy did stands in the properties. */
export function renderStudentJunit({ student, blocks, checks }: StudentRow, view: GradebookView): string {
  const suites = view.blocks.map(({ id }): JunitSuite => {
    const cell = blocks.find(({ block }) => block === id)
    return {
      block: id,
      checks: checks.filter(({ block }) => block === id),
      startedAt: dateOf(cell?.provenAt) ?? dateOf(view.takenAt) ?? new Date(0).toISOString(),
      properties: { student: student.id, ...(view.rules === undefined ? {} : { rules: view.rules }), ...factsOf(cell) },
    }
  })
  return junitDocument(`${student.name} (${student.id})`, suites)
}

function factsOf(cell: BlockCell | undefined): Record<string, string> {
  if (!cell) return { state: "none" }
  const reason = reasonOf(cell)
  return {
    state: cell.state,
    points: `${cell.earned} of ${cell.possible}`,
    ...(reason === undefined ? {} : { reason }),
  }
}

function dateOf(iso: string | undefined): string | undefined {
  return iso === undefined || Number.isNaN(Date.parse(iso)) ? undefined : iso
}
