import { Ansis } from "ansis"
import type { HostRole } from "../../engine/observation.js"
import { symbols, type Symbols } from "../../reporters/symbols.js"
import type { MarginKind } from "../chapter.js"

export interface LookOptions {
  color: boolean
  unicode: boolean
  /** Nothing is drawn and nothing stands beside anything: for screen readers and pipes. */
  plain: boolean
  /** Columns at the right of the text that code may have as well. */
  beyond?: number
}

/** How text looks: colours, marks, lines. */
export interface Look extends Required<LookOptions> {
  paint: Ansis
  marks: Symbols & Marks
}

interface Marks {
  bullet: string
  rule: string
  doubleRule: string
  corner: string
  foot: string
  /** Begins the rest of a line of code that was too long. */
  continued: string
  /** Before a task outside of a shell. */
  task: string
}

type Paint = Ansis

const UNICODE: Marks = { bullet: "•", rule: "─", doubleRule: "━", corner: "┌", foot: "└", continued: "↪ ", task: "◆" }
const ASCII: Marks = { bullet: "-", rule: "-", doubleRule: "=", corner: "+", foot: "+", continued: "> ", task: "*" }

export function lookOf({ color, unicode, plain, beyond = 0 }: LookOptions): Look {
  const coloured = color && !plain
  const drawn = unicode && !plain
  const marks = { ...symbols(drawn), ...(drawn ? UNICODE : ASCII) }
  return { color: coloured, unicode: drawn, plain, beyond, paint: new Ansis(coloured ? 1 : 0), marks }
}

/** The colour of a kind of margin note, and what it is called. */
export function toneOf(tone: MarginKind, { paint }: Look): { name: string; paint: Paint } {
  switch (tone) {
    case "pitfall":
      return { name: "Pitfall", paint: paint.yellow }
    case "happened":
      return { name: "What happened", paint: paint.cyan }
    case "security":
      return { name: "Security", paint: paint.magenta }
    case "aside":
      return { name: "Aside", paint: paint.blue }
  }
}

/** `dev` as a label that is told apart at a glance: dev blue, prod red, the laptop green. */
export function hostLabel(host: HostRole, { paint, color }: Look): string {
  if (!color) return `[${host}]`
  const colours = { dev: paint.bgBlue.white, prod: paint.bgRed.white, laptop: paint.bgGreen.black }
  return colours[host].bold(` ${host} `)
}
