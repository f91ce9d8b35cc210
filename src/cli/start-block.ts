import { CourseError } from "../errors/course-error.js"
import type { Progress } from "../runner/progress.js"

/**
 * The block that a session is about: the one a word names (`5`, `block5`, `5.4`, `5.4.6`), else the one that was left, else the first.
 * @throws CourseError COURSE_UNKNOWN_ID for a word that names no block
 */
export function startBlock(word: string | undefined, progress: Progress): string {
  const named = word ?? progress.place?.step ?? "1"
  const number = /^(?:block)?(\d+)(?:\.\d+){0,2}$/.exec(named)?.[1]
  if (number !== undefined) return `block${number}`
  throw new CourseError("COURSE_UNKNOWN_ID", `No block is called "${named}".`, {
    hint: "Name a block, an exercise or a step: block2, 2.1, 2.1.3.",
  })
}
