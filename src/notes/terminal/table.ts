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

/** The widest cell of each column, less where there is no room: the wide columns give way. */
function columnWidths(rows: readonly string[][], room: number): number[] {
  const columns = rows[0]?.length ?? 0
  const wanted = Array.from({ length: columns }, (_, column) =>
    Math.max(1, ...rows.map((row) => stringWidth(row[column] ?? ""))),
  )
  const widths = [...wanted]
  let excess = widths.reduce((sum, each) => sum + each, 0) - room
  while (excess > 0) {
    const widest = widths.indexOf(Math.max(...widths))
    const now = widths[widest] ?? 0
    if (now <= NARROWEST) break
    widths[widest] = now - 1
    excess -= 1
  }
  return widths
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
