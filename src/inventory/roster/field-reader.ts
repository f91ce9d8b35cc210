import { quoted, type Cell, type Fault, type Place, type RawRow } from "./raw.js"

/** C0 and C1 controls but for tab and line ends, and the marks that turn the reading direction of what follows. */
const UNSAFE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]/

/** Reads the fields of one row, and gathers what is wrong with them. */
export class FieldReader {
  readonly faults: Fault[] = []
  readonly warnings: Fault[] = []
  readonly #row: RawRow
  #id = ""

  constructor(row: RawRow) {
    this.#row = row
  }

  /** From now on `{id}` in a value stands for this. */
  set id(id: string) {
    this.#id = id
  }

  /** The values of a field. `-` means that there is none, whatever the defaults say. */
  all(field: string): string[] {
    const cell = this.#row.cells.get(field)
    if (!cell || (cell.texts.length === 1 && cell.texts[0] === "-")) return []
    if (cell.texts.some((text) => UNSAFE.test(text))) {
      this.fault(field, "it holds control characters. Type it anew; what was copied from elsewhere may bring them.")
      return []
    }
    return cell.texts.map((text) => text.replaceAll("{id}", this.#id))
  }

  /** The value of a field that has one line; of a name, line ends become blanks. */
  one(field: string, { spans = false } = {}): string | undefined {
    const [text, ...more] = this.all(field)
    if (text === undefined) return undefined
    if (more.length > 0) return this.fault(field, "it has to be one value, not a list.")
    if (spans) return text.replace(/\s+/g, " ").trim()
    if (/[\r\n]/.test(text)) return this.fault(field, "it has to be one line.")
    return text
  }

  /** A value that `accepts` lets through; otherwise the fault that `remedy` ends. */
  matching(field: string, accepts: RegExp, remedy: string): string | undefined {
    const text = this.one(field)
    if (text === undefined || accepts.test(text)) return text
    return this.fault(field, `${quoted(text)} cannot be used. ${remedy}`)
  }

  integer(field: string, least: number, most: number): number | undefined {
    const text = this.one(field)
    if (text === undefined) return undefined
    const value = Number(text)
    if (/^\d{1,9}$/.test(text) && value >= least && value <= most) return value
    return this.fault(field, `${quoted(text)} is no number from ${least} to ${most}.`)
  }

  /** Whether the row itself or a default names the field, if only by `-`. */
  has(field: string): boolean {
    return this.#row.cells.has(field)
  }

  /** All fields that begin so. */
  named(start: string): string[] {
    return [...this.#row.cells.keys()].filter((field) => field.startsWith(start))
  }

  /** Whether the row itself, and not only the defaults, has a field that begins so. */
  ownsAny(start: string): boolean {
    return [...this.#row.own].some((field) => field.startsWith(start))
  }

  fault(field: string | undefined, message: string): undefined {
    this.faults.push({ ...this.place(field), message })
  }

  warn(field: string | undefined, message: string): undefined {
    this.warnings.push({ ...this.place(field), message })
  }

  /** Where a field stands; of one that is missing, where the row does. */
  place(field: string | undefined): Place & { label: string | undefined } {
    const cell: Cell | undefined = field === undefined ? undefined : this.#row.cells.get(field)
    const { line, column } = cell ?? this.#row
    return { line, column, label: cell?.label ?? field }
  }
}
