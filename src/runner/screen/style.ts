import { Ansis } from "ansis"
import stringWidth from "string-width"
import wrapAnsi from "wrap-ansi"

/** What a terminal can show. */
export interface Style {
  color: boolean
  unicode: boolean
}

export interface Size {
  columns: number
  rows: number
}

/** Marks and colours of the runner, for one terminal. */
export interface Look {
  paint: Ansis
  mark: Marks
}

interface Marks {
  pass: string
  open: string
  red: string
  trouble: string
  waiting: string
  acts: string
  rule: string
  full: string
  empty: string
  more: string
  dot: string
  dash: string
}

const UNICODE: Marks = {
  pass: "✓",
  open: "□",
  red: "✗",
  trouble: "!",
  waiting: "○",
  acts: "▷",
  rule: "─",
  full: "█",
  empty: "░",
  more: "↓",
  dot: "·",
  dash: "–",
}
const ASCII: Marks = {
  pass: "+",
  open: "o",
  red: "x",
  trouble: "!",
  waiting: "-",
  acts: ">",
  rule: "-",
  full: "#",
  empty: ".",
  more: "v",
  dot: "|",
  dash: "-",
}

export function lookOf({ color, unicode }: Style): Look {
  return { paint: new Ansis(color ? 1 : 0), mark: unicode ? UNICODE : ASCII }
}

/** Text without colours in at most `width` columns. */
export function cut(text: string, width: number): string {
  if (stringWidth(text) <= width) return text
  let kept = ""
  for (const character of text) {
    if (stringWidth(kept + character) > width - 3) break
    kept += character
  }
  return width < 4 ? kept : `${kept.trimEnd()}...`
}

/** Lines of at most `width` columns; every one behind `indent`, the first behind `first`. */
export function wrapped(text: string, width: number, indent = "", first = indent): string[] {
  const room = Math.max(10, width - stringWidth(indent))
  return wrapAnsi(text, room, { hard: true, trim: true })
    .split("\n")
    .map((line, index) => (index === 0 ? first : indent) + line)
}

/** A text at the left and one at the right end of a line; the right one stays whole. */
export function ends(left: string, right: string, width: number): string {
  const gap = width - stringWidth(left) - stringWidth(right)
  return gap >= 1 ? left + " ".repeat(gap) + right : left
}
