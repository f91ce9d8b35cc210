import type { Chapter, Piece } from "../../src/notes/chapter.js"

/** What is done between two looks at the hosts. */
export interface RobotStep {
  id: string
  title: string
  outcomes: readonly string[]
  pieces: readonly Piece[]
}

/**
 * The steps of a chapter that somebody does who comes from the chapter before: exercise N.0 is for those who do not. What stands in
 * sections, and before the first step of an exercise, is done with the step that follows.
 */
export function stepsOf(chapter: Chapter): RobotStep[] {
  const steps: RobotStep[] = []
  let before: Piece[] = []
  for (const part of chapter.parts) {
    if (part.kind === "exercise" && part.id === `${chapter.number}.0`) continue
    before.push(...part.pieces)
    if (part.kind === "section") continue
    for (const { id, title, outcomes, pieces } of part.steps) {
      steps.push({ id, title, outcomes, pieces: [...before, ...pieces] })
      before = []
    }
  }
  const last = steps.at(-1)
  // Recap and questions come after the last step.
  if (last) steps[steps.length - 1] = { ...last, pieces: [...last.pieces, ...before] }
  return steps
}
