import { Ansis } from "ansis"
import { escapeTerminal, oneLine } from "../reporters/escape.js"
import { symbols } from "../reporters/symbols.js"
import type { Diagnosis } from "./diagnose.js"

/** Lines for a terminal: one per finding, advice below it. */
export function printDiagnosis(
  { role, address, findings }: Diagnosis,
  { color, unicode }: { color: boolean; unicode: boolean },
): string {
  const paint = new Ansis(color ? 1 : 0)
  const marks = symbols(unicode)
  const mark = { ok: paint.green(marks.pass), warning: paint.yellow(marks.error), problem: paint.red(marks.fail) }
  const width = Math.max(...findings.map(({ topic }) => topic.length))
  const lines = findings.flatMap(({ topic, level, message, hint }) => [
    `  ${mark[level]} ${paint.dim(topic.padEnd(width))}  ${oneLine(message)}`,
    ...(hint === undefined ? [] : [`    ${" ".repeat(width)}${paint.cyan(marks.arrow)} ${escapeTerminal(hint)}`]),
  ])
  return `${paint.bold(role)}  ${paint.dim(oneLine(address))}\n${lines.join("\n")}\n`
}
