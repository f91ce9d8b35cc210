import { CourseError } from "../errors/course-error.js"
import type { Chapter, ExerciseNotes, StepNotes } from "./chapter.js"
import { blocksWithNotes, loadChapter, loadChapters, type NotesOptions } from "./load.js"

/** A place of the book that a word names: `5`, `block5`, `5.4`, `5.4.6`, `b5.active`. */
export interface Place {
  /** As the author wrote it. */
  chapter: Chapter
  /** Undefined for a whole block. */
  exercise: ExerciseNotes | undefined
  /** Undefined for a block or an exercise. */
  step: StepNotes | undefined
}

export interface PlaceOptions extends NotesOptions {
  /** The known word that is nearest to a wrong one. */
  nearest: (word: string, known: readonly string[]) => string | undefined
}

/**
 * Finds what a word names; reads no more of the book than that takes.
 * @throws CourseError COURSE_UNKNOWN_ID with the nearest known word
 */
export async function findPlace(word: string, { nearest, ...options }: PlaceOptions): Promise<Place> {
  const asked = word.trim().toLowerCase()
  const [, number] = /^(?:block|b)?(\d+)(?:\.|$)/.exec(asked) ?? []
  const present = await blocksWithNotes(options.root)
  if (number !== undefined && present.includes(`block${number}`)) {
    const chapter = await loadChapter(`block${number}`, options)
    const place = placeIn(chapter, asked)
    if (place) return place
  }
  const known = (await loadChapters(options)).flatMap(wordsOf)
  const meant = nearest(asked, known)
  throw new CourseError("COURSE_UNKNOWN_ID", `The notes have no block, exercise, step or check called "${word}".`, {
    hint:
      meant === undefined
        ? `There are notes of ${present.join(", ")}; an exercise is 5.4, a step 5.4.6, a check b5.active. To look for words: course read --search ${/\s/.test(word) ? `"${word}"` : word}`
        : `Did you mean \`course read ${meant}\`?`,
  })
}

/** The place of a word within one chapter; undefined where it names nothing there. */
export function placeIn(chapter: Chapter, word: string): Place | undefined {
  if (word === chapter.block || word === `b${chapter.number}` || word === String(chapter.number))
    return { chapter, exercise: undefined, step: undefined }
  for (const exercise of exercisesOf(chapter)) {
    if (exercise.id === word) return { chapter, exercise, step: undefined }
    const step = exercise.steps.find(({ id, outcomes }) => id === word || outcomes.includes(word))
    if (step) return { chapter, exercise, step }
  }
  return undefined
}

export function exercisesOf(chapter: Chapter): ExerciseNotes[] {
  return chapter.parts.filter((part) => part.kind === "exercise")
}

function wordsOf(chapter: Chapter): string[] {
  const exercises = exercisesOf(chapter)
  const steps = exercises.flatMap(({ steps }) => steps)
  return [chapter.block, ...[...exercises, ...steps].map(({ id }) => id), ...steps.flatMap(({ outcomes }) => outcomes)]
}
