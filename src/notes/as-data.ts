import type { Chapter, ExerciseNotes, Piece, Section, StepNotes } from "./chapter.js"
import { lookOf } from "./terminal/look.js"
import { proseBlocks } from "./terminal/prose.js"

/** A piece without syntax trees: what was prose is text, a paragraph each. */
export type PieceData =
  | Exclude<Piece, { kind: "prose" | "margin" | "action" | "track" }>
  | { kind: "prose"; line: number; text: string[] }
  | { kind: "margin" | "action" | "track"; line: number; title: string; pieces: PieceData[] }

export interface StepData extends Omit<StepNotes, "pieces"> {
  pieces: PieceData[]
}

export type PartData =
  | (Omit<Section, "pieces"> & { pieces: PieceData[] })
  | (Omit<ExerciseNotes, "pieces" | "steps"> & { pieces: PieceData[]; steps: StepData[] })

/** The parts of a chapter for `--json`. */
export function partsAsData(parts: Chapter["parts"]): PartData[] {
  return parts.map((part) => {
    const pieces = part.pieces.map(asData)
    if (part.kind === "section") return { ...part, pieces }
    return { ...part, pieces, steps: part.steps.map((step) => ({ ...step, pieces: step.pieces.map(asData) })) }
  })
}

function asData(piece: Piece): PieceData {
  const { kind, line } = piece
  switch (kind) {
    case "prose":
      return { kind, line, text: proseBlocks(piece.nodes, UNBROKEN, LOOK).map((lines) => lines.join("\n")) }
    case "margin":
      return { kind, line, title: `${piece.tone}: ${piece.title}`, pieces: piece.pieces.map(asData) }
    case "action":
      return {
        kind,
        line,
        title: [piece.name, piece.argument].filter(Boolean).join(" "),
        pieces: piece.pieces.map(asData),
      }
    case "track":
      return { kind, line, title: piece.track, pieces: piece.pieces.map(asData) }
    default:
      return piece
  }
}

/** A paragraph is one line, however long. */
const UNBROKEN = 1_000_000
const LOOK = lookOf({ color: false, unicode: false, plain: true })
