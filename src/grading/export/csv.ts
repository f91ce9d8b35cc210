import { parse, CsvError } from "csv-parse/sync"
import { stringify } from "csv-stringify/sync"
import { CourseError } from "../../errors/course-error.js"
import { fromCsvText, toCsvText } from "./cell-text.js"
import { capCells, capRows, LIMITS } from "./limits.js"
import type { Column, ReadTable, Shape, Table, Value } from "./tables/table.js"

const BOM = "\ufeff"

/** A table as CSV by RFC 4180. Excel takes the file for UTF-8 only when it begins with a byte order mark. */
export function renderCsv({ columns, rows }: Table, { bom }: { readonly bom: boolean }): string {
  const header = columns.map(({ title }) => toCsvText(title))
  const body = rows.map((row) => row.map((value) => (typeof value === "string" ? toCsvText(value) : value)))
  const text = stringify([header, ...body], {
    record_delimiter: "\r\n",
    // Other programs cut at these, too.
    quoted_match: /[\n;\t]|^\s|\s$/,
    cast: { number: String },
  })
  return bom ? BOM + text : text
}

/** Reads a sheet, also one that a spreadsheet saved with semicolons or tabs. */
export function parseCsv(text: string, shape: Shape): ReadTable {
  const { delimiter, records } = recordsOf(text)
  const [header, ...body] = records
  if (!header) throw unreadable("The file is empty.", "Name a file that `course gradebook export` wrote.")
  capRows(body.length)
  capCells(body.length * header.record.length)
  const titles = header.record.map(fromCsvText)
  const twice = titles.find((title, index) => titles.indexOf(title) !== index)
  if (twice !== undefined) throw unreadable(`Line 1 has two columns called "${twice}".`, "Leave one of them away.")
  const columns = titles.map((title) => shape.columnOf(title, titles))
  const rows = body.map(({ record, line }) =>
    columns.map((column, index) => valueOf(record[index] ?? "", column, line, delimiter)),
  )
  return { name: shape.name, key: shape.key, columns, rows, lines: body.map(({ line }) => line) }
}

/** The titles of a sheet, without the rest. */
export function titlesOf(text: string): string[] {
  return recordsOf(text, 1).records.flatMap(({ record }) => record.map(fromCsvText))
}

interface Record {
  readonly record: string[]
  readonly line: number
}

function recordsOf(text: string, to?: number): { delimiter: string; records: Record[] } {
  const delimiter = delimiterOf(text)
  const options = { bom: true, delimiter, info: true, skip_empty_lines: true, max_record_size: LIMITS.rowBytes }
  try {
    // The end of a record is what csv-parse counts; where it began is told by how many lines it has.
    const parsed = parse(text, { ...options, ...(to === undefined ? {} : { to }) }) as unknown as {
      record: string[]
      info: { lines: number }
    }[]
    const records = parsed.map(({ record, info }) => ({ record, line: info.lines - linesWithin(record) }))
    return { delimiter, records }
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause
    throw unreadable(
      `The file is no valid CSV: ${cause.message}`,
      "Save it again as CSV UTF-8 and do not edit it as text.",
      cause,
    )
  }
}

function linesWithin(record: readonly string[]): number {
  return record.reduce((sum, field) => sum + field.split("\n").length - 1, 0)
}

/** Our titles have none of these characters outside of quotes before the first separator. */
function delimiterOf(text: string): string {
  return /[,;\t]/.exec(text.slice(0, 1000).replaceAll(/"[^"]*"/g, ""))?.[0] ?? ","
}

function valueOf(field: string, { kind, title }: Column, line: number, delimiter: string): Value {
  if (field === "") return undefined
  if (kind === "text") return fromCsvText(field)
  // Where the separator is a semicolon, the comma is the decimal point.
  const number = Number(delimiter === ";" ? field.trim().replace(",", ".") : field)
  if (field.trim() !== "" && Number.isFinite(number)) return number
  throw unreadable(
    `Line ${line}, column "${title}": "${toCsvText(field).slice(0, 60)}" is no number.`,
    "Write points as a number such as 12.5, or leave the cell empty.",
  )
}

function unreadable(message: string, hint: string, cause?: unknown): CourseError {
  return new CourseError("COURSE_FILE_UNREADABLE", message, { hint, cause })
}
