import type { Chapter, ExerciseNotes, Section, StepNotes } from "../chapter.js"

/** What a table of contents lists, and the id it links to. */
export interface Heading {
  id: string
  /** `5.4`, `5.4.6`; undefined for a section. */
  number: string | undefined
  title: string
  children: Heading[]
}

/** Parts with their headings, in the order of the chapter. A section without title has none. */
export interface OutlinedPart {
  part: Section | ExerciseNotes
  heading: Heading | undefined
}

/** Gives every heading of a chapter its id: numbers where there are some, words otherwise. */
export function outlineOf({ parts }: Chapter, anchor: (words: string) => string): OutlinedPart[] {
  return parts.map((part) => {
    if (part.kind === "exercise") return { part, heading: { ...numbered(part), children: part.steps.map(numbered) } }
    if (part.title === undefined) return { part, heading: undefined }
    return { part, heading: { id: anchor(part.title), number: undefined, title: part.title, children: [] } }
  })
}

function numbered({ id, title }: ExerciseNotes | StepNotes): Heading {
  return { id, number: id, title, children: [] }
}
