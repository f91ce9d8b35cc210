import { parseCsvTable } from "./csv-table.js"
import { meaningOf } from "./fields.js"
import { layered, type Found } from "./layered.js"
import type { Cell, Fault, RawRoster } from "./raw.js"

/** Reads a roster in CSV: defaults before the header, then one student per row. */
export function rowsOfCsv(text: string): RawRoster {
  const table = parseCsvTable(text)
  const faults: Fault[] = table.fault ? [table.fault] : []
  const defaults = readDefaults(table.preamble, faults)
  const [header, ...records] = table.records.filter(({ cells }) => !isEmpty(cells))
  if (!header) {
    const message = "there is no header. Its first row names the columns: id,name,email,track,dev_host,prod_host"
    return { kind: "cell", rows: [], faults: [...faults, { line: 1, column: 1, label: undefined, message }] }
  }
  const columns = readHeader(header, faults)
  const rows = records.flatMap(({ line, cells }) => {
    if (cells[0]?.trimStart().startsWith("#")) return []
    if (isEmpty(cells.slice(columns.length))) {
      const own: Found[] = columns.flatMap((column, index) => {
        const text = cells[index]?.trim() ?? ""
        if (!column || text === "") return []
        return [{ ...column, cell: { line, column: index + 1, label: column.label, texts: [text] } }]
      })
      return [{ line, column: 1, cells: layered(defaults, own), own: new Set(own.flatMap(({ fields }) => fields)) }]
    }
    const message = `it has ${cells.length} cells, the header only ${columns.length}. Put a cell that holds the separator in double quotes.`
    faults.push({ line, column: 1, label: undefined, message })
    return []
  })
  return { kind: "cell", rows, faults }
}

function readHeader({ line, cells }: { line: number; cells: readonly string[] }, faults: Fault[]) {
  const taken = new Map<string, number>()
  const last = cells.findLastIndex((cell) => cell.trim() !== "")
  return cells.slice(0, last + 1).map((written, index) => {
    const label = written.trim()
    const place = { line, column: index + 1, label: label === "" ? undefined : label }
    if (label === "") {
      faults.push({ ...place, message: `column ${index + 1} has no name. Name it, or remove it.` })
      return undefined
    }
    const meaning = meaningOf(label)
    if ("fault" in meaning) {
      faults.push({ ...place, message: meaning.fault })
      return undefined
    }
    const key = `${meaning.shared ? "both " : ""}${meaning.fields.join(" ")}`
    const before = taken.get(key)
    if (before !== undefined)
      faults.push({ ...place, message: `it means the same as column ${before}. Remove one of them.` })
    taken.set(key, index + 1)
    return { ...meaning, label }
  })
}

/** `default dev_user: user`. Other lines before the header are remarks. */
function readDefaults(preamble: readonly { line: number; text: string }[], faults: Fault[]): Map<string, Cell> {
  const cells = preamble.flatMap(({ line, text }) => {
    const [, label, value = ""] = /^defaults?\s+([^:=]+?)\s*[:=](.*)$/i.exec(text) ?? []
    if (label === undefined) {
      if (/^default/i.test(text))
        faults.push({ line, column: 1, label: undefined, message: "write a default as: # default dev_user: user" })
      return []
    }
    const meaning = meaningOf(label)
    const place = { line, column: 1, label }
    if ("fault" in meaning) {
      faults.push({ ...place, message: meaning.fault })
      return []
    }
    return [{ ...meaning, cell: { ...place, texts: [value.trim()] } }]
  })
  return layered(new Map(), cells)
}

function isEmpty(cells: readonly string[]): boolean {
  return cells.every((cell) => cell.trim() === "")
}
