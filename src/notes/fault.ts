import { CourseError } from "../errors/course-error.js"

/** A place of a chapter that does not keep to the format of the notes. */
export interface Fault {
  line: number
  /** What was expected there, as a sentence. */
  message: string
}

/** Where the parts of the parser leave what they find, so that an author sees all of it at once. */
export type OnFault = (line: number, message: string) => void

/** One error over all faults of a file. */
export function notesError(file: string, faults: readonly Fault[]): CourseError {
  const lines = faults.map(({ line, message }) => `- ${file}:${line}: ${message}`)
  return new CourseError("COURSE_NOTES_INVALID", `The notes cannot be read:\n${lines.join("\n")}`, {
    hint: "This is a fault of the course's content. Report it, or repair the lines named.",
  })
}
