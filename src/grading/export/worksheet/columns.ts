import { CourseError } from "../../../errors/course-error.js"
import { oneLine } from "../../../reporters/escape.js"

/** Titles as Moodle writes them in English and in German; it looks for the same ones when it imports the file. */
const TITLES = {
  identifier: ["identifier", "id"],
  name: ["full name", "vollständiger name"],
  idNumber: ["id number", "id-nummer", "matrikelnummer"],
  email: ["email address", "e-mail address", "e-mail-adresse", "e-mail"],
  grade: ["grade", "bewertung"],
  maximum: ["maximum grade", "bestwertung"],
  changeable: ["grade can be changed", "bewertung kann geändert werden"],
  feedback: ["feedback comments", "feedback als kommentar"],
} as const

/** Where each column stands; those that a worksheet may lack are undefined. */
export interface Columns extends Partial<Record<Exclude<keyof typeof TITLES, "grade" | "identifier">, number>> {
  readonly identifier: number
  readonly grade: number
}

/** Finds the columns of a worksheet by their titles. @throws CourseError COURSE_FILE_UNREADABLE where one is missing that has to be there */
export function columnsOf(titles: readonly string[]): Columns {
  const plain = titles.map((title) => title.trim().toLowerCase())
  const at = (column: keyof typeof TITLES): number | undefined => {
    const found = plain.findIndex((title) => (TITLES[column] as readonly string[]).includes(title))
    return found < 0 ? undefined : found
  }
  const [identifier, grade] = [at("identifier"), at("grade")]
  if (identifier === undefined || grade === undefined) {
    const missing = identifier === undefined ? "Identifier" : "Grade"
    throw new CourseError(
      "COURSE_FILE_UNREADABLE",
      `The worksheet has no column "${missing}", only: ${titles
        .map((title) => oneLine(title))
        .join(", ")
        .slice(0, 300)}.`,
      {
        hint: "In Moodle, with English or German as your language: the assignment's submissions, Download grading worksheet.",
      },
    )
  }
  const rest = ["name", "idNumber", "email", "maximum", "changeable", "feedback"] as const
  return { identifier, grade, ...Object.fromEntries(rest.flatMap((column) => present(column, at(column)))) }
}

function present(column: string, at: number | undefined): [string, number][] {
  return at === undefined ? [] : [[column, at]]
}
