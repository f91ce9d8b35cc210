import { CsvError, parse } from "csv-parse/sync"
import type { Fault } from "./raw.js"

const DELIMITERS = [",", ";", "\t"] as const
const BREAK = /\r\n|\r|\n/g

export interface CsvTable {
  readonly delimiter: string
  /** What lines before the header say, without their `#`. */
  readonly preamble: readonly { readonly line: number; readonly text: string }[]
  /** The header and all that follows, empty lines as well. */
  readonly records: readonly { readonly line: number; readonly cells: readonly string[] }[]
  /** Why the rest could not be read. */
  readonly fault: Fault | undefined
}

/**
 * Cuts a CSV text into cells: comma, semicolon or tab, any line ends, quoted cells that span lines. Lines that begin with `#` may
 * stand before the header, and `sep=;` as Excel writes it. Of a text that breaks off, what was whole is given.
 */
export function parseCsvTable(text: string): CsvTable {
  const { preamble, rest, line, asked } = cutPreamble(text.replace(/^\ufeff/, ""))
  const delimiter = asked ?? delimiterOf(rest)
  const records: { line: number; cells: string[] }[] = []
  let next = line
  try {
    parse(rest, {
      delimiter,
      record_delimiter: ["\r\n", "\n", "\r"],
      relax_column_count: true,
      skip_empty_lines: false,
      on_record: (cells: string[]) => {
        records.push({ line: next, cells })
        next += 1 + cells.reduce((sum, cell) => sum + (cell.match(BREAK)?.length ?? 0), 0)
        return null
      },
    })
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    return { delimiter, preamble, records, fault: faultOf(error, next) }
  }
  return { delimiter, preamble, records, fault: undefined }
}

function faultOf(error: CsvError, line: number): Fault {
  const remedy = "Put the whole cell in double quotes, and write a double quote inside it twice."
  const message =
    error.code === "CSV_QUOTE_NOT_CLOSED"
      ? "a double quote opens here and is never closed; nothing after it could be read. Close it, or remove it."
      : `a double quote stands where none may; nothing after it could be read. ${remedy}`
  return { line, column: 1, label: undefined, message }
}

function cutPreamble(text: string): {
  preamble: CsvTable["preamble"]
  rest: string
  line: number
  asked: string | undefined
} {
  const preamble: { line: number; text: string }[] = []
  let asked: string | undefined
  let rest = text
  for (let line = 1; ; line++) {
    const [whole, content = "", end = ""] = /^([^\r\n]*)(\r\n|\r|\n|$)/.exec(rest) ?? [""]
    const separator = /^"?sep=([,;\t])"?$/i.exec(content)?.[1]
    const comment = content.trim() === "" || content.startsWith("#") || content.startsWith('"#')
    if ((separator === undefined && !comment) || (end === "" && content === "")) return { preamble, rest, line, asked }
    asked = separator ?? asked
    if (separator === undefined && content.trim() !== "") preamble.push({ line, text: commentText(content) })
    rest = rest.slice(whole.length)
  }
}

/** A spreadsheet quotes a comment like a cell, and adds the delimiters of empty cells. */
function commentText(line: string): string {
  const bare = line.replace(/[,;\t\s]+$/, "")
  const inner = /^"(.*)"$/.exec(bare)?.[1]?.replaceAll('""', '"') ?? bare
  return inner.replace(/^#+/, "").trim()
}

/** The one that the header has most of, outside of quotes. */
function delimiterOf(text: string): string {
  const counts = new Map<string, number>(DELIMITERS.map((each) => [each, 0]))
  let inQuotes = false
  for (const character of text) {
    if (character === '"') inQuotes = !inQuotes
    if (inQuotes) continue
    if (character === "\n" || character === "\r") break
    const count = counts.get(character)
    if (count !== undefined) counts.set(character, count + 1)
  }
  return [...counts].reduce((best, each) => (each[1] > best[1] ? each : best))[0]
}
