/** Where something stands in a roster, from 1. In CSV, `column` counts cells; in YAML, characters. */
export interface Place {
  readonly line: number
  readonly column: number
}

/** What is written for one field. */
export interface Cell extends Place {
  /** The field as the file calls it. */
  readonly label: string
  /** Several only where YAML has a list. */
  readonly texts: readonly string[]
}

/** Fields by their names of `fields.ts`. */
export type Cells = ReadonlyMap<string, Cell>

export interface RawRow extends Place {
  /** With what the defaults bring. */
  readonly cells: Cells
  /** The fields that the row itself has something for. */
  readonly own: ReadonlySet<string>
}

/** A roster before its values are read: the same for CSV and YAML. */
export interface RawRoster {
  /** `cell` when a place is a cell of a table, `text` when it is a position in a text. */
  readonly kind: "cell" | "text"
  readonly rows: readonly RawRow[]
  readonly faults: readonly Fault[]
}

/** Something in a roster that cannot be used, or (as a warning) should be looked at. */
export interface Fault extends Place {
  /** The field it is about; none for a whole row. */
  readonly label: string | undefined
  /** What is wrong, and the remedy. */
  readonly message: string
}

/** A fault as one line, with the place as editors and spreadsheets name it. */
export function faultLine(file: string, kind: RawRoster["kind"], { line, column, label, message }: Fault): string {
  const what = label === undefined ? "" : `${label}: `
  if (kind === "text") return `${file}:${line}:${column}: ${what}${message}`
  return `${file}:${line}: ${label === undefined ? "" : `column ${column}, `}${what}${message}`
}

/** A value as a message may hold it. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}...` : text)
}
