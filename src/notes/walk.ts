import { track, type Track } from "../engine/context.js"
import type { Chapter, Piece } from "./chapter.js"

/** Calls `visit` with every piece of a chapter, also those within others, and the tracks that see it. */
export function walkPieces(chapter: Chapter, visit: (piece: Piece, tracks: readonly Track[]) => void): void {
  const walk = (pieces: readonly Piece[], tracks: readonly Track[]): void => {
    for (const piece of pieces) {
      visit(piece, tracks)
      if (piece.kind === "track") walk(piece.pieces, [piece.track])
      else if (piece.kind === "margin" || piece.kind === "action") walk(piece.pieces, tracks)
    }
  }
  for (const part of chapter.parts) {
    walk(part.pieces, track.options)
    if (part.kind === "exercise") for (const step of part.steps) walk(step.pieces, track.options)
  }
}
