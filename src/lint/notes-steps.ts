import type { Block, Exercise } from "../engine/block.js"
import type { Chapter, ExerciseNotes } from "../notes/chapter.js"
import type { Finding } from "./finding.js"

/** The notes have the exercises and steps of the block, in its order, with its titles and outcomes. */
export function notesStepFindings(chapter: Chapter, block: Block): Finding[] {
  const { file } = chapter
  const exercises = chapter.parts.filter((part) => part.kind === "exercise")
  return [
    ...headFindings(chapter, block),
    ...orderFindings(file, "exercise", exercises, block.exercises),
    ...titleFindings(file, exercises, block.exercises),
    ...block.exercises.flatMap((exercise) => {
      const notes = exercises.find(({ id }) => id === exercise.id)
      return notes ? exerciseFindings(file, notes, exercise) : []
    }),
  ]
}

function headFindings(chapter: Chapter, block: Block): Finding[] {
  return (["number", "title", "from", "tag"] as const).flatMap((key): Finding[] => {
    if (chapter[key] === block[key]) return []
    const message = `The notes say ${key}: ${chapter[key] ?? "nothing"}, block.ts says ${block[key] ?? "nothing"}.`
    return [{ rule: "notes-steps", message, file: chapter.file, line: 1 }]
  })
}

function exerciseFindings(file: string, notes: ExerciseNotes, exercise: Exercise): Finding[] {
  return [
    ...orderFindings(file, "step", notes.steps, exercise.steps, notes.line),
    ...titleFindings(file, notes.steps, exercise.steps),
    ...exercise.steps.flatMap((step): Finding[] => {
      const written = notes.steps.find(({ id }) => id === step.id)
      if (!written || written.outcomes.join() === step.outcomes.join()) return []
      const message = `The step ${step.id} names ${list(written.outcomes)}, block.ts says ${list(step.outcomes)}.`
      return [{ rule: "notes-outcome", message, file, line: written.line }]
    }),
  ]
}

interface Headed {
  id: string
  title: string
}

function orderFindings(
  file: string,
  what: string,
  written: readonly (Headed & { line: number })[],
  wanted: readonly Headed[],
  line = 1,
): Finding[] {
  const ids = wanted.map(({ id }) => id)
  const missing = ids.filter((id) => !written.some((each) => each.id === id))
  const strange = written.filter(({ id }) => !ids.includes(id))
  const common = written.filter(({ id }) => ids.includes(id))
  const misplaced = common.find(({ id }, index) => id !== ids.filter((each) => !missing.includes(each))[index])
  const finding = (message: string, at: number): Finding => ({ rule: "notes-steps", message, file, line: at })
  return [
    ...missing.map((id) => finding(`The ${what} ${id} of block.ts has no notes.`, line)),
    ...strange.map((each) => finding(`The ${what} ${each.id} is not one of block.ts.`, each.line)),
    ...(misplaced
      ? [finding(`The ${what} ${misplaced.id} stands at another place than in block.ts.`, misplaced.line)]
      : []),
  ]
}

function titleFindings(
  file: string,
  written: readonly (Headed & { line: number })[],
  wanted: readonly Headed[],
): Finding[] {
  return wanted.flatMap(({ id, title }): Finding[] => {
    const each = written.find((candidate) => candidate.id === id)
    if (!each || each.title === title) return []
    return [{ rule: "notes-steps", message: `${id} is called "${title}" in block.ts.`, file, line: each.line }]
  })
}

function list(ids: readonly string[]): string {
  return ids.length === 0 ? "no outcome" : ids.join(", ")
}
