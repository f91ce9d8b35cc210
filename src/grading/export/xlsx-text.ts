import { fromCellText, toCellText } from "./cell-text.js"
import type { Table } from "./tables/table.js"

/** What Excel holds in one cell at most. */
const CELL = 32_767
const CUT = " ... (cut: the whole text is in the JSON export)"

/** Characters that the library for workbooks drops, because XML forbids or discourages them. */
const DROPPED = /[\u007f-\u009f\ufdd0-\ufdef\ufffd-\uffff]|[\ud800-\udbff][\udc00-\udfff]/g

/** The library looks texts up in a plain object, which knows these already. */
const NAMES_OF_OBJECTS = new RegExp(`^(?:${Object.getOwnPropertyNames(Object.prototype).join("|")})$`)

/** Text for a cell of a workbook: shown as in CSV, then written as the format escapes what XML cannot hold (`_x0041_`). */
export function toSheetText(text: string): string {
  return toCellText(text)
    .replaceAll(/_(?=x[0-9a-f]{4}_)/gi, "_x005F_")
    .replace(NAMES_OF_OBJECTS, (name) => units(name.slice(0, 1)).join("") + name.slice(1))
    .replace(DROPPED, (found) => {
      const isPair = found.length === 2
      // The last two characters of each plane are none.
      return isPair && ((found.codePointAt(0) ?? 0) & 0xfffe) !== 0xfffe ? found : [...found].flatMap(units).join("")
    })
}

/** The library has undone `_x0041_` by then. */
export function fromSheetText(cell: string): string {
  return fromCellText(cell)
}

/** Cuts what no cell of Excel can hold, and says so in the cell. */
export function fitSheet(table: Table): Table {
  const rows = table.rows.map((row) => row.map((value) => (typeof value === "string" ? fit(value) : value)))
  return { ...table, rows }
}

function fit(text: string): string {
  if (toSheetText(text).length <= CELL) return text
  // A character may need seven on paper (`_x005F_`); what is left always fits.
  return text.slice(0, Math.floor((CELL - CUT.length) / 14)).replace(/[\ud800-\udbff]$/, "") + CUT
}

function units(character: string): string[] {
  return Array.from({ length: character.length }, (_, index) => {
    return `_x${character.charCodeAt(index).toString(16).toUpperCase().padStart(4, "0")}_`
  })
}
