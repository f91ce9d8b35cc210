import { stripVTControlCharacters as stripAnsi } from "node:util"
import stringWidth from "string-width"
import wrapAnsi from "wrap-ansi"

/** The lines of text that may carry colour, none wider than `width`; the first behind `first`, the others behind `rest`. */
export function wrapped(text: string, width: number, first = "", rest = first): string[] {
  const room = Math.max(Math.min(MINIMUM, width), width - Math.max(stringWidth(first), stringWidth(rest)))
  const lines = wrapAnsi(text, room, { hard: true, trim: true }).split("\n")
  return lines.map((line, index) => `${index === 0 ? first : rest}${line}`.trimEnd())
}

/**
 * Breaks a line of code where it has a blank, or at the width where it has none. What goes on in a further line begins with `mark`,
 * below what it belongs to.
 */
export function cutCode(line: string, width: number, mark: string): string[] {
  const room = Math.max(MINIMUM, width)
  if (stringWidth(line) <= room) return [line]
  const indent = Math.min(/^ */.exec(stripAnsi(line))?.[0].length ?? 0, Math.floor(room / 3))
  const begin = `${" ".repeat(indent)}${mark}`
  const [first = "", ...rest] = wrapAnsi(line, room - stringWidth(begin), { hard: true, trim: false }).split("\n")
  return [first, ...rest.map((each) => begin + each.replace(/^ /, ""))].map((each) => each.trimEnd())
}

/** Below this nothing can be read, and it is better to pass the width. */
const MINIMUM = 16

/** Fills up with blanks. */
export function padTo(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - stringWidth(text)))
}

/** Lists of lines with one empty line between them. */
export function spaced(blocks: readonly (readonly string[])[]): string[] {
  return blocks.filter((lines) => lines.length > 0).flatMap((lines, index) => (index === 0 ? lines : ["", ...lines]))
}
