/** What a cell of a sheet holds. An empty text is an empty cell. */
export type Value = string | number | undefined
export type Row = readonly Value[]

export interface Column {
  readonly title: string
  readonly kind: "text" | "number"
  /** The block whose points stand here: changed by hand, they can become an override. */
  readonly scope?: string
}

/** A sheet without any file format: every format that is a sheet is written from one and read into one. */
export interface Table extends Pick<Shape, "name" | "key"> {
  readonly columns: readonly Column[]
  readonly rows: readonly Row[]
}

/** A table that was read. */
export interface ReadTable extends Table {
  /** Where each row stands in the file, counted from 1. */
  readonly lines: readonly number[]
}

/** What is known of a table by its titles alone, so that a file can be read without the gradebook it came from. */
export interface Shape {
  readonly name: string
  /** Titles of the columns that tell one row from another. */
  readonly key: readonly string[]
  readonly columnOf: (title: string, titles: readonly string[]) => Column
}

/** Makes a table of rows; values that no format can tell apart become one. */
export function tableOf({ name, key, columnOf }: Shape, titles: readonly string[], rows: readonly Row[]): Table {
  return { name, key, columns: titles.map((title) => columnOf(title, titles)), rows: rows.map((row) => row.map(plain)) }
}

function plain(value: Value): Value {
  if (value === "") return undefined
  return typeof value === "number" ? value + 0 : value
}

/** A shape whose columns are known from the start. */
export function fixedShape(name: string, key: readonly string[], numbers: readonly string[]): Shape {
  return { name, key, columnOf: (title) => ({ title, kind: numbers.includes(title) ? "number" : "text" }) }
}
