import { Ansis } from "ansis"
import stringWidth from "string-width"
import wrapAnsi from "wrap-ansi"
import { oneLine } from "../../reporters/escape.js"
import { colorLevel, columnsOf, unicodeOf } from "../streams.js"

/** What text for a person has to know of where it goes. */
export interface Paper {
  readonly width: number
  readonly paint: Ansis
  readonly unicode: boolean
}

export function paperOf(stream: NodeJS.WriteStream): Paper {
  return { width: columnsOf(stream), paint: new Ansis(colorLevel(stream) ? 1 : 0), unicode: unicodeOf() }
}

export interface Column {
  readonly title: string
  readonly align?: "right"
  /** May be cut to this many columns where there is no room. */
  readonly shrinkTo?: number
}

/** Rows in columns, no line wider than the paper as long as columns can be cut. Cells may be coloured, and are one line each. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  { width, paint }: Paper,
): string[] {
  const widths = columns.map(({ title }, index) =>
    Math.max(stringWidth(title), ...rows.map((row) => stringWidth(row[index] ?? ""))),
  )
  const gaps = 2 * (columns.length - 1)
  let excess = widths.reduce((sum, each) => sum + each, gaps) - width
  columns.forEach(({ shrinkTo }, index) => {
    if (shrinkTo === undefined || excess <= 0) return
    const now = widths[index] ?? 0
    widths[index] = Math.max(Math.min(now, shrinkTo), now - excess)
    excess -= now - widths[index]
  })
  const line = (cells: readonly string[]): string =>
    columns
      .map(({ align }, index) => {
        const room = widths[index] ?? 0
        const cell = cut(cells[index] ?? "", room)
        const blanks = " ".repeat(Math.max(0, room - stringWidth(cell)))
        return align === "right" ? blanks + cell : cell + blanks
      })
      .join("  ")
      .trimEnd()
  return [paint.bold(line(columns.map(({ title }) => title))), ...rows.map(line)]
}

/** One line of something untrusted, at most so wide. */
export function cut(text: string, width: number): string {
  if (stringWidth(text) <= width) return text
  let shorter = ""
  for (const { segment } of new Intl.Segmenter("en", { granularity: "grapheme" }).segment(text)) {
    if (stringWidth(shorter + segment) > width - 1) break
    shorter += segment
  }
  return `${shorter}~`
}

/** Wraps a sentence behind an indent, its first line behind `first`. */
export function wrapped(text: string, indent: string, { width }: Paper, first = indent): string[] {
  const room = Math.max(20, width - stringWidth(indent))
  return wrapAnsi(text, room, { hard: true, trim: true })
    .split("\n")
    .map((line, index) => (index === 0 ? first : indent) + line)
}

/** Something untrusted as one line. */
export function safe(text: string | undefined): string {
  return text === undefined ? "" : oneLine(text)
}

/** `7`, `7.5`, `7.25`: no more digits than there are. */
export function points(number: number): string {
  return String(Math.round(number * 100) / 100)
}
