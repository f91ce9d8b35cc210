import stringWidth from "string-width"
import { padTo } from "./wrap.js"

/** A column of text with notes beside it where there is room. */
export interface Columns {
  text: number
  /** Width of the notes' column; undefined where there is none. */
  notes: number | undefined
  /** Columns at the right of the text, whatever stands there. */
  beyond: number
}

const WIDEST = 88
const WIDEST_CODE = 130
const GAP = 3
const NARROWEST_NOTES = 32
const WIDEST_NOTES = 46

/** Splits a terminal of this many columns. */
export function columnsOf(columns: number, plain: boolean): Columns {
  const text = Math.max(20, Math.min(columns, WIDEST))
  const left = columns - text - GAP
  const beyond = Math.max(0, Math.min(columns, WIDEST_CODE) - text)
  return { text, beyond, notes: plain || left < NARROWEST_NOTES ? undefined : Math.min(left, WIDEST_NOTES) }
}

/** Collects blocks of lines from top to bottom, an empty line between them. Notes stand beside the block before them. */
export class Flow {
  readonly #lines: string[] = []
  readonly #places = new Map<string, number>()
  readonly #width: number
  #main: string[] = []
  #notes: { at: number; lines: readonly string[] }[] = []
  #lastBlock = 0

  constructor({ text }: Columns) {
    this.#width = text
  }

  add(block: readonly string[]): void {
    if (block.length === 0) return
    if (this.#main.length > 0) this.#main.push("")
    this.#lastBlock = this.#main.length
    this.#main.push(...block)
  }

  beside(note: readonly string[]): void {
    this.#notes.push({ at: this.#lastBlock, lines: note })
  }

  /** Begins something that is found again under these names. What is beside the text so far ends before it. */
  begin(...names: string[]): void {
    this.#settle()
    for (const name of names) this.#places.set(name, this.#lines.length)
  }

  /** All lines, and where what has begun begins, counted from 0. */
  end(): { lines: string[]; places: ReadonlyMap<string, number> } {
    this.#settle()
    return { lines: this.#lines, places: this.#places }
  }

  #settle(): void {
    const side = this.#besideText()
    const height = Math.max(this.#main.length, side.length)
    for (let row = 0; row < height; row++) {
      const [main, note] = [this.#main[row] ?? "", side[row]]
      this.#lines.push(note === undefined ? main : `${padTo(main, this.#width + GAP)}${note}`.trimEnd())
    }
    if (height > 0) this.#lines.push("")
    this.#main = []
    this.#notes = []
    this.#lastBlock = 0
  }

  /** The notes' column. Notes that would go on below the text begin higher up, where there is room. */
  #besideText(): string[] {
    const starts = this.#notes.map(({ at }) => at)
    let best = this.#placed(starts)
    for (let left = starts.length; left > 0 && best.length > this.#main.length; left--) {
      const excess = best.length - this.#main.length
      for (let index = left - 1; index < starts.length; index++)
        starts[index] = Math.max(0, (starts[index] ?? 0) - excess)
      const moved = this.#placed(starts)
      if (moved.length < best.length) best = moved
    }
    return best
  }

  #placed(starts: readonly number[]): string[] {
    const side: string[] = []
    let free = 0
    for (const [index, { lines }] of this.#notes.entries()) {
      let row = Math.max(starts[index] ?? 0, free)
      for (const line of lines) {
        // A line that is wider than the text keeps its row for itself.
        while (this.#isWide(row)) row++
        side[row++] = line
      }
      free = row + 1
    }
    return side
  }

  #isWide(row: number): boolean {
    return stringWidth(this.#main[row] ?? "") > this.#width
  }
}
