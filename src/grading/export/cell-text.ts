import { visible } from "../../reporters/escape.js"

/** What makes a spreadsheet calculate when a cell begins with it; full-width forms count in some languages. */
const STARTS = "=+\\-@＝＋－＠"
const FORMULA = new RegExp(`^['\\s]*[${STARTS}\\t]`)
/** The same in the middle of a cell that a spreadsheet cuts at another separator than ours, or at the end of a line. */
const CUT_FORMULA = new RegExp(`(?<=[;\\t\\n][ ']*)[${STARTS}]`, "g")
const CUT_FORMULAS = new RegExp(`${CUT_FORMULA.source}[${STARTS} ]*`, "g")
const SIGN = new RegExp(`[${STARTS}]`, "g")

/**
 * Text for a cell of CSV: nothing in it acts on a terminal, turns the reading direction, or is calculated by a spreadsheet.
 * `fromCsvText` gives back exactly what was written.
 */
export function toCsvText(text: string): string {
  const shown = toCellText(text).replace(CUT_FORMULA, hex)
  return FORMULA.test(shown) ? `'${shown}` : shown
}

export function fromCsvText(cell: string): string {
  const guarded = cell.startsWith("'") && FORMULA.test(cell.slice(1))
  return fromCellText(guarded ? cell.slice(1) : cell)
}

/**
 * HTML for a cell: what a spreadsheet would calculate where it cuts the text is written as entities. An entity ends in a separator itself,
 * so those that follow are too.
 */
export function guardHtml(html: string): string {
  return html.replace(CUT_FORMULAS, (run) => run.replace(SIGN, (sign) => `&#${sign.charCodeAt(0)};`))
}

/** Text with what must not act shown as `\x1b` or `\u202e`, and a backslash as two. */
export function toCellText(text: string): string {
  return text.replaceAll("\\", "\\\\").split("\r").map(visible).join("\\x0d")
}

export function fromCellText(cell: string): string {
  return cell.replace(
    /\\(?:(\\)|x([0-9a-f]{2})|u([0-9a-f]{4}))/g,
    (_all, slash?: string, two?: string, four?: string) =>
      slash === undefined ? String.fromCharCode(Number.parseInt(two ?? four ?? "", 16)) : slash,
  )
}

function hex(character: string): string {
  const code = character.charCodeAt(0).toString(16)
  return code.length > 2 ? `\\u${code.padStart(4, "0")}` : `\\x${code.padStart(2, "0")}`
}
