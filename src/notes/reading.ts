import { toString } from "mdast-util-to-string"
import type { Chapter, Piece } from "./chapter.js"

/** How much there is to read, of the text and of everything in boxes. */
export interface Reading {
  words: number
  codeLines: number
  minutes: number
}

const WORDS_A_MINUTE = 200
const CODE_LINES_A_MINUTE = 20

/** Counts what one track sees of a chapter: text by its words, commands and listings by their lines. */
export function readingOf(chapter: Chapter): Reading {
  const counted = chapter.parts.flatMap((part) => {
    const titled = part.kind === "section" ? [part.title ?? ""] : [part.title, ...part.steps.map(({ title }) => title)]
    const pieces = part.kind === "section" ? part.pieces : [part, ...part.steps].flatMap((each) => each.pieces)
    return [...titled.map((title) => ({ words: wordsIn(title), codeLines: 0 })), ...pieces.map(countPiece)]
  })
  return timed(sum(counted))
}

/** Of several chapters together. */
export function sumOf(readings: readonly Reading[]): Reading {
  return timed(sum(readings))
}

function timed({ words, codeLines }: Count): Reading {
  return { words, codeLines, minutes: Math.round(words / WORDS_A_MINUTE + codeLines / CODE_LINES_A_MINUTE) }
}

/** `1 h 5 min` */
export function durationOf({ minutes }: Pick<Reading, "minutes">): string {
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  if (hours === 0) return `${rest} min`
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`
}

type Count = Omit<Reading, "minutes">

function countPiece(piece: Piece): Count {
  switch (piece.kind) {
    case "prose":
      return {
        words: sum(piece.nodes.map((node) => ({ words: wordsIn(toString(node)), codeLines: 0 }))).words,
        codeLines: 0,
      }
    case "commands":
      return { words: 0, codeLines: piece.lines.length }
    case "listing":
    case "file":
    case "patch":
      return { words: 0, codeLines: linesIn(piece.text) }
    case "margin":
      return sum([{ words: wordsIn(piece.title), codeLines: 0 }, ...piece.pieces.map(countPiece)])
    case "action":
    case "track":
      return sum(piece.pieces.map(countPiece))
  }
}

function sum(counts: readonly Count[]): Count {
  return counts.reduce(
    (total, { words, codeLines }) => ({ words: total.words + words, codeLines: total.codeLines + codeLines }),
    { words: 0, codeLines: 0 },
  )
}

function wordsIn(text: string): number {
  return text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length
}

function linesIn(text: string): number {
  return text.split("\n").filter((line) => line.trim() !== "").length
}
