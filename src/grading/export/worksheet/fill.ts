import { CourseError } from "../../../errors/course-error.js"
import type { GradebookView, StudentRow } from "../../model.js"
import { hasResult, isComplete } from "../cell-words.js"
import { capRows } from "../limits.js"
import { feedbackText, gradeText, numberIn } from "./cells.js"
import { columnsOf, type Columns } from "./columns.js"
import { matchPeople, type Person } from "./match.js"
import { joinRaw, readCell, splitRaw, writeCell, type RawCell, type RawRecord } from "./raw-csv.js"

export interface FilledWorksheet {
  readonly text: string
  /** How many rows have a grade of this gradebook now. */
  readonly filled: number
  /** Rows of Moodle's that are as they were, and why. */
  readonly left: readonly { readonly line: number; readonly who: string; readonly why: string }[]
  /** Students who are in no row. */
  readonly missing: readonly { readonly id: string; readonly name: string }[]
  /** How points became grades, where the assignment's maximum is another. */
  readonly scaled: { readonly from: number; readonly to: number } | undefined
  /** Has the worksheet room for feedback? */
  readonly feedback: boolean
}

/**
 * Fills in the grading worksheet that Moodle gave for an assignment: grades and feedback comments. Everything else stays as it is, byte for
 * byte, because Moodle knows its rows again by a column that only Moodle can write.
 * @throws CourseError COURSE_FILE_UNREADABLE when it is no such worksheet
 */
export function fillWorksheet(text: string, { students }: GradebookView): FilledWorksheet {
  const mark = text.startsWith("\ufeff") ? "\ufeff" : ""
  const records = splitRaw(text.slice(mark.length))
  const [header, ...rows] = records ?? []
  if (!header) throw unreadable(records ? "The worksheet is empty." : "The worksheet is no valid CSV with commas.")
  capRows(rows.length)
  const columns = columnsOf(header.cells.map(readCell))
  const found = matchPeople(
    rows.map((row) => personIn(row, columns)),
    students,
  )
  const seats = rows.map((row, index) => ({
    row,
    student: found[index],
    why: reasonToLeave(row, columns, found[index]),
  }))
  const filled = seats.map(({ row, student, why }) =>
    student === undefined || why === LOCKED ? row : withGrade(row, columns, student),
  )
  const seated = new Set(found)
  return {
    text: mark + joinRaw([header, ...filled]),
    filled: seats.filter(({ why }) => why === undefined).length,
    left: seats.flatMap(({ row, why }) =>
      why === undefined ? [] : [{ line: row.line, who: nameOf(row, columns), why }],
    ),
    missing: students.filter((row) => !seated.has(row)).map(({ student: { id, name } }) => ({ id, name })),
    scaled: seats
      .map(({ row, student }) => student && scaleOf(row, columns, student))
      .find((scale) => scale !== undefined),
    feedback: columns.feedback !== undefined,
  }
}

const LOCKED = "Moodle says that this grade cannot be changed"

function reasonToLeave(row: RawRecord, columns: Columns, student: StudentRow | undefined): string | undefined {
  if (blank(row)) return undefined
  if (student === undefined) return "no student of the gradebook has this e-mail address, ID number or name alone"
  if (/^(no|nein)$/i.test(textIn(row, columns.changeable).trim())) return LOCKED
  if (isComplete(student.blocks)) return undefined
  return student.blocks.some(hasResult)
    ? "a part could not be observed, so the sum says too little"
    : "there is no result yet"
}

function withGrade(row: RawRecord, columns: Columns, student: StudentRow): RawRecord {
  const cells: RawCell[] = [...row.cells]
  if (isComplete(student.blocks)) {
    const { from, to } = scaleOf(row, columns, student) ?? { from: 1, to: 1 }
    cells[columns.grade] = writeCell(gradeText((student.total.earned * to) / from, textIn(row, columns.maximum)))
  }
  if (columns.feedback !== undefined) cells[columns.feedback] = writeCell(feedbackText(student))
  return { ...row, cells }
}

/** Points of another maximum than the assignment's become the same part of that. */
function scaleOf(row: RawRecord, columns: Columns, { total }: StudentRow): FilledWorksheet["scaled"] {
  if (columns.maximum === undefined) return undefined
  const written = textIn(row, columns.maximum)
  const to = numberIn(written)
  if (to === undefined)
    throw unreadable(
      `Line ${row.line}: the assignment's maximum grade is "${written.slice(0, 40)}" and no number of points.`,
      "In Moodle, give the assignment points as its type of grade.",
    )
  return to === total.possible || total.possible === 0 ? undefined : { from: total.possible, to }
}

function personIn(row: RawRecord, columns: Columns): Person {
  const [email, idNumber, name] = [columns.email, columns.idNumber, columns.name].map((column) => textIn(row, column))
  return { email: email ?? "", idNumber: idNumber ?? "", name: name ?? "" }
}

/** The person, or where names are hidden, what Moodle calls the row. */
function nameOf(row: RawRecord, columns: Columns): string {
  return (
    [columns.name, columns.email, columns.identifier].map((at) => textIn(row, at)).find((text) => text !== "") ?? ""
  )
}

function blank({ cells }: RawRecord): boolean {
  return cells.every((cell) => readCell(cell).trim() === "")
}

function textIn({ cells }: RawRecord, column: number | undefined): string {
  const cell = column === undefined ? undefined : cells[column]
  return cell === undefined ? "" : readCell(cell)
}

function unreadable(message: string, hint?: string): CourseError {
  return new CourseError("COURSE_FILE_UNREADABLE", message, {
    hint:
      hint ??
      "Name the file that Moodle gave, as it gave it: the assignment's submissions, Download grading worksheet.",
  })
}
