/** A cell as it stands in the file, quotes included, so that what is not changed is written back byte for byte. */
export type RawCell = string

export interface RawRecord {
  readonly cells: readonly RawCell[]
  /** The line in the file on which it begins, counted from 1. */
  readonly line: number
  /** What ends it; nothing at the end of a file without a last line break. */
  readonly end: string
}

/** A cell, in quotes or without, up to a comma, a line break or the end. */
const CELL = /(?:"(?:[^"]|"")*"|[^",\r\n][^,\r\n]*)?/y

/** Takes CSV with commas apart into cells as they stand there. Undefined where a quote has no end or has text behind it. */
export function splitRaw(text: string): RawRecord[] | undefined {
  const records: RawRecord[] = []
  let [at, line] = [0, 1]
  while (at < text.length) {
    const cells: RawCell[] = []
    const begun = line
    let end: string | undefined
    while (end === undefined) {
      CELL.lastIndex = at
      const cell = CELL.exec(text)?.[0] ?? ""
      cells.push(cell)
      line += cell.split("\n").length - 1
      at += cell.length
      if (text[at] === ",") at += 1
      else end = /^(?:\r\n|\n|\r|$)/.exec(text.slice(at, at + 2))?.[0]
      if (end === undefined && text[at - 1] !== ",") return undefined
    }
    at += end.length
    line += 1
    records.push({ cells, line: begun, end })
  }
  return records
}

export function joinRaw(records: readonly RawRecord[]): string {
  return records.map(({ cells, end }) => cells.join(",") + end).join("")
}

/** What a raw cell says. */
export function readCell(cell: RawCell): string {
  return cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell
}

/** A raw cell that says this. */
export function writeCell(text: string): RawCell {
  return /[",;\t\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
