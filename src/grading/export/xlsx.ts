import type { Row as ReadRow } from "read-excel-file/universal"
import type { Row as SheetRow, Sheet } from "write-excel-file/node"
import { CourseError } from "../../errors/course-error.js"
import type { GradebookView } from "../model.js"
import { capCells, capRows } from "./limits.js"
import { classShape, classTable } from "./tables/class.js"
import {
  checksShape,
  checksTable,
  historyShape,
  historyTable,
  policyShape,
  policyTable,
  rubricShape,
  rubricTable,
} from "./tables/details.js"
import type { Column, ReadTable, Shape, Table, Value } from "./tables/table.js"
import { fromSheetText, fitSheet, toSheetText } from "./xlsx-text.js"
import { capUnpacked } from "./zip-cap.js"

const SHAPES = [classShape, checksShape, historyShape, rubricShape, policyShape]

/** The tables of a workbook, with texts no longer than a cell of Excel holds. */
export function workbookTables(view: GradebookView): Table[] {
  return [classTable, checksTable, historyTable, rubricTable, policyTable].map((tableOf) => fitSheet(tableOf(view)))
}

/** A workbook with one sheet per table. Numbers are numbers, everything else is text and never a formula. */
export async function renderXlsx(tables: readonly Table[]): Promise<Uint8Array> {
  const { default: writeXlsxFile } = await import("write-excel-file/node")
  return writeXlsxFile(tables.map(sheetOf)).toBuffer()
}

/** Reads a workbook that `renderXlsx` wrote, perhaps changed by hand since. Sheets of other names are left alone. */
export async function parseXlsx(bytes: Uint8Array): Promise<ReadTable[]> {
  capUnpacked(bytes)
  const { default: readXlsxFile } = await import("read-excel-file/universal")
  const sheets = await readXlsxFile(new Uint8Array(bytes).buffer, { trim: false }).catch((cause: unknown) => {
    throw unreadable("The file is no workbook that can be read.", "Save it as an Excel workbook (.xlsx).", cause)
  })
  const tables = SHAPES.flatMap((shape) => {
    const found = sheets.find(({ sheet }) => sheet === shape.name)
    return found ? [readTable(shape, found.data)] : []
  })
  if (!tables.some(({ name }) => name === classShape.name))
    throw unreadable(
      `The workbook has no sheet "${classShape.name}".`,
      "Name a file that `course gradebook export xlsx` wrote.",
    )
  return tables
}

function sheetOf({ name, columns, rows, key }: Table): Sheet<Buffer> {
  const header: SheetRow = columns.map(({ title }) => ({
    value: toSheetText(title),
    type: String,
    fontWeight: "bold",
    wrap: true,
    alignVertical: "top",
  }))
  return {
    sheet: name,
    data: [header, ...rows.map((row) => row.map(cellOf))],
    columns: columns.map((column) => ({ width: widthOf(column) })),
    stickyRowsCount: 1,
    stickyColumnsCount: key.length,
    ...(name === "Class" ? { orientation: "landscape" } : {}),
  }
}

function cellOf(value: Value): SheetRow[number] {
  if (value === undefined) return null
  return typeof value === "number"
    ? { value, type: Number }
    : { value: toSheetText(value), type: String, alignVertical: "top" }
}

function widthOf({ title, kind }: Column): number {
  if (kind === "number") return 9
  return /reason|title|expected|actual|hint|hosts|notes|value|look at|override/.test(title) ? 40 : 16
}

type ReadCell = ReadRow[number]

function readTable({ name, key, columnOf }: Shape, [header = [], ...body]: readonly ReadRow[]): ReadTable {
  capRows(body.length)
  capCells(body.length * header.length)
  const titles = header.map((cell) => (cell === null ? "" : fromSheetText(String(cell))))
  const columns = titles.map((title) => columnOf(title, titles))
  const filled = body
    .map((row, index) => ({ row, line: index + 2 }))
    .filter(({ row }) => row.some((cell) => cell !== null))
  const rows = filled.map(({ row, line }) =>
    columns.map((column, index) => readValue(row[index] ?? null, column, `Sheet "${name}", row ${line}`)),
  )
  return { name, key, columns, rows, lines: filled.map(({ line }) => line) }
}

function readValue(cell: ReadCell, { kind, title }: Column, place: string): Value {
  if (cell === null) return undefined
  if (kind === "text")
    return typeof cell === "string" ? fromSheetText(cell) : cell instanceof Date ? cell.toISOString() : String(cell)
  if (typeof cell === "number") return cell
  throw unreadable(
    `${place}, column "${title}": ${JSON.stringify(String(cell).slice(0, 60))} is no number.`,
    "Write points as a number such as 12.5, or leave the cell empty.",
  )
}

function unreadable(message: string, hint: string, cause?: unknown): CourseError {
  return new CourseError("COURSE_FILE_UNREADABLE", message, { hint, cause })
}
