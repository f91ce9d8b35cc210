import type { Table, TableRow } from "mdast"
import stringWidth from "string-width"
import { inlineText } from "./inline.js"
import type { Look } from "./look.js"
import { padTo, wrapped } from "./wrap.js"

/** A table in columns; where it is read out line by line, each row names its columns. */
export function tableLines(table: Table, width: number, look: Look): string[] {
  const [head, ...rows] = table.children.map((row) => cellsOf(row, look))
  if (!head) return []
  if (look.plain) return rows.flatMap((row) => spokenRow(head, row, width))
  const widths = columnWidths([head, ...rows], width - GAP.length * (head.length - 1))
  const rule = widths.map((columns) => look.paint.dim(look.marks.rule.repeat(columns))).join(GAP)
  const bold = head.map((cell) => look.paint.bold(cell))
  const body = rows.map((row) => rowLines(row, widths))
  // Rows of several lines run into each other without something between them.
  const parted = body.some((lines) => lines.length > 1)
  return [
    ...rowLines(bold, widths),
    rule,
    ...body.flatMap((lines, index) => (parted && index > 0 ? ["", ...lines] : lines)),
  ]
}

const GAP = "  "
const NARROWEST = 8

function cellsOf(row: TableRow, look: Look): string[] {
  return row.children.map((cell) => inlineText(cell.children, look))
}

/** The widest cell of each column; where there is no room, wide columns give way, at first only as far as their longest word. */
function columnWidths(rows: readonly string[][], room: number): number[] {
  const widest = (measure: (cell: string) => number): number[] =>
    (rows[0] ?? []).map((_, column) => Math.max(1, ...rows.map((row) => measure(row[column] ?? ""))))
  // A word that is longer than this is broken after all, so that it does not crush the other columns.
  const longest = Math.floor(room * 0.4)
  const words = widest((cell) => Math.max(...cell.split(" ").map((word) => stringWidth(word)))).map((width) =>
    Math.min(width, longest),
  )
  const inWords = narrowed(widest(stringWidth), words, room)
  return narrowed(
    inWords,
    words.map(() => NARROWEST),
    room,
  )
}

/** Takes columns away, one by one, from the one that has most above its floor. */
function narrowed(widths: readonly number[], floors: readonly number[], room: number): number[] {
  const now = [...widths]
  for (let excess = sum(now) - room; excess > 0; excess--) {
    const above = now.map((width, column) => (width > (floors[column] ?? 0) ? width : 0))
    const column = above.indexOf(Math.max(...above))
    if (above[column] === 0) break
    now[column] = (now[column] ?? 0) - 1
  }
  return now
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}

function rowLines(cells: readonly string[], widths: readonly number[]): string[] {
  const parts = widths.map((width, column) => wrapped(cells[column] ?? "", width))
  const height = Math.max(...parts.map((lines) => lines.length))
  return Array.from({ length: height }, (_, line) =>
    parts
      .map((lines, column) => padTo(lines[line] ?? "", widths[column] ?? 0))
      .join(GAP)
      .trimEnd(),
  )
}

function spokenRow(head: readonly string[], row: readonly string[], width: number): string[] {
  const told = head.map((name, column) => (name === "" ? (row[column] ?? "") : `${name}: ${row[column] ?? ""}`))
  return wrapped(told.filter((each) => each !== "").join("; "), width, "- ", "  ")
}
