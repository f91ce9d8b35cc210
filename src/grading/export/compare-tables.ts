import type { Column, ReadTable, Row, Table, Value } from "./tables/table.js"

/** One place where a file says something else than the gradebook. */
export interface Difference {
  /** The sheet of a workbook, or the format. */
  readonly sheet: string
  /** What the row is about: a student's id, and what else tells rows apart. */
  readonly row: string
  /** Where it stands in the file. */
  readonly line: number | undefined
  readonly column: string
  readonly file: Value
  readonly gradebook: Value
  /** Set where a changed number could be taken as an override. */
  readonly override?: { readonly student: string; readonly scope: string; readonly points: number }
}

/** What two sheets of one kind say differently, column by column and row by row. */
export function compareTables(read: ReadTable, table: Table): Difference[] {
  const { name: sheet } = table
  const place = { sheet, row: "the first line", line: 1 }
  const columns = columnPairs(read.columns, table.columns)
  const lost = columns.flatMap(({ ours, theirs }) => {
    if (ours && theirs) return []
    const [file, gradebook] = [theirs && "a column", ours && "a column"]
    return [{ ...place, column: (ours ?? theirs)?.column.title ?? "", file, gradebook }]
  })
  return [...lost, ...compareRows(read, table, columns)]
}

interface Placed {
  readonly column: Column
  readonly index: number
}

interface Pair {
  readonly ours: Placed | undefined
  readonly theirs: Placed | undefined
}

function columnPairs(read: readonly Column[], wanted: readonly Column[]): Pair[] {
  const theirs = new Map(read.map((column, index) => [nameOf(column), { column, index }]))
  const ours = new Map(wanted.map((column, index) => [nameOf(column), { column, index }]))
  return [...new Set([...ours.keys(), ...theirs.keys()])].map((name) => ({
    ours: ours.get(name),
    theirs: theirs.get(name),
  }))
}

/** Columns of points are known by their block, since Canvas adds a number to a title. */
function nameOf({ title, scope }: Column): string {
  return scope === undefined ? `title ${title}` : `points ${scope}`
}

function compareRows(read: ReadTable, table: Table, columns: readonly Pair[]): Difference[] {
  const { name: sheet } = table
  const theirs = rowsByKey(read)
  const ours = rowsByKey(table)
  const whole = { column: "the row" }
  const differences: Difference[] = []
  for (const [key, [row]] of ours) {
    const [other, ...more] = theirs.get(key) ?? []
    if (!row) continue
    if (!other) {
      differences.push({ sheet, row: row.label, line: undefined, ...whole, file: undefined, gradebook: "a row" })
      continue
    }
    for (const { line } of more)
      differences.push({ sheet, row: row.label, line, ...whole, file: "a second row", gradebook: "one row" })
    differences.push(...compareCells({ sheet, table, columns }, row, other))
  }
  for (const [key, rows] of theirs) {
    if (ours.has(key)) continue
    for (const { label, line } of rows)
      differences.push({ sheet, row: label, line, ...whole, file: "a row", gradebook: undefined })
  }
  return differences
}

interface KeyedRow {
  readonly label: string
  readonly row: Row
  readonly line: number | undefined
}

function rowsByKey(table: Table | ReadTable): Map<string, KeyedRow[]> {
  const { key, columns, rows } = table
  const indexes = key.map((title) => columns.findIndex((column) => column.title === title))
  const byKey = new Map<string, KeyedRow[]>()
  rows.forEach((row, position) => {
    const parts = indexes.map((index) => row[index])
    const id = JSON.stringify(parts.map((part) => part ?? null))
    const label = parts.filter((part) => part !== undefined).join(" ") || String(row[0] ?? "").trim()
    const line = "lines" in table ? table.lines[position] : undefined
    byKey.set(id, [...(byKey.get(id) ?? []), { label, row, line }])
  })
  return byKey
}

function compareCells(
  { sheet, table, columns }: { sheet: string; table: Table; columns: readonly Pair[] },
  ours: KeyedRow,
  theirs: KeyedRow,
): Difference[] {
  return columns.flatMap((pair): Difference[] => {
    if (!pair.ours || !pair.theirs) return []
    const [file, gradebook] = [theirs.row[pair.theirs.index], ours.row[pair.ours.index]]
    if (file === gradebook) return []
    const override = overrideOf(table, ours, pair.ours.column, file)
    const place = { sheet, row: ours.label, line: theirs.line, column: pair.ours.column.title }
    return [{ ...place, file, gradebook, ...(override ? { override } : {}) }]
  })
}

function overrideOf(
  { name, key, columns }: Table,
  { row }: KeyedRow,
  { title, scope }: Column,
  file: Value,
): Difference["override"] {
  const valueAt = (name: string | undefined): Value => row[columns.findIndex((column) => column.title === name)]
  const student = valueAt(key[0])
  if (typeof file !== "number" || typeof student !== "string") return undefined
  if (scope !== undefined) return { student, scope, points: file }
  const check = valueAt("check")
  return name === "Checks" && title === "points" && typeof check === "string"
    ? { student, scope: check, points: file }
    : undefined
}
