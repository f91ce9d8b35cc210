import { escapeHtml } from "../../../reporters/escape.js"
import { guardHtml } from "../cell-text.js"
import { blockName, hasResult, reasonOf, STATE_WORDS } from "../cell-words.js"
import type { BlockCell, StudentRow } from "../../model.js"

/** A number as Moodle reads it: with the decimal sign that its own numbers have. */
export function gradeText(points: number, maximum: string): string {
  const text = String(Math.round(points * 100) / 100)
  return maximum.includes(",") ? text.replace(".", ",") : text
}

/** The number in a cell of Moodle's; undefined for a scale of words, or for nothing. */
export function numberIn(cell: string): number | undefined {
  const text = cell.trim().replace(",", ".")
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) : undefined
}

/** Why the points are what they are. Moodle takes the text for HTML; nothing in it acts there, on a terminal or in a spreadsheet. */
export function feedbackText({ blocks }: StudentRow): string {
  return blocks.map(blockLine).map(safe).join("<br>")
}

function blockLine(cell: BlockCell): string {
  const name = blockName(cell.block)
  const points = hasResult(cell) ? `${cell.earned} of ${cell.possible} points` : STATE_WORDS[cell.state]
  const reason = reasonOf(cell)
  return `${name}: ${points}.${reason === undefined ? "" : ` ${reason}`}`
}

function safe(line: string): string {
  const guarded = guardHtml(escapeHtml(line.replaceAll(/\s+/g, " ")))
  return /^\w/.test(guarded) ? guarded : `Block ${guarded}`
}
