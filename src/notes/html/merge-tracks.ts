import type { Track } from "../../engine/context.js"
import type { Action, Chapter, ExerciseNotes, Margin, Piece, Section, StepNotes } from "../chapter.js"

/** A chapter as the readers of either track see it. */
export type ChapterByTrack = Record<Track, Chapter>

type Part = Section | ExerciseNotes

/**
 * Both in one: what is the same stands once, what differs stands in a piece for its track. Values and files are filled in
 * already, so a file that the two references have different becomes two, although the author wrote it once.
 */
export function mergeTracks({ typescript, python }: ChapterByTrack): Chapter {
  return { ...typescript, parts: zip(typescript.parts, python.parts).map(([one, other]) => mergeParts(one, other)) }
}

function mergeParts(one: Part, other: Part): Part {
  const pieces = mergePieces(one.pieces, other.pieces)
  if (one.kind === "section" || other.kind === "section") return { ...one, pieces }
  return { ...one, pieces, steps: zip(one.steps, other.steps).map(([step, twin]) => mergeSteps(step, twin)) }
}

function mergeSteps(one: StepNotes, other: StepNotes): StepNotes {
  return { ...one, pieces: mergePieces(one.pieces, other.pieces) }
}

/** Both lists are in the order of the notes; the line is what tells that two pieces were one. */
export function mergePieces(typescript: readonly Piece[], python: readonly Piece[]): Piece[] {
  const merged: Piece[] = []
  let [one, other] = [0, 0]
  for (;;) {
    const [left, right] = [typescript[one], python[other]]
    if (left === undefined && right === undefined) return joinNeighbours(merged)
    const order = (left?.line ?? Infinity) - (right?.line ?? Infinity)
    if (left !== undefined && right !== undefined && order === 0) merged.push(...mergePair(left, right))
    else if (left !== undefined && order < 0) merged.push(forTrack("typescript", left))
    else if (right !== undefined) merged.push(forTrack("python", right))
    if (order <= 0) one += 1
    if (order >= 0) other += 1
  }
}

function mergePair(left: Piece, right: Piece): Piece[] {
  if (JSON.stringify(left) === JSON.stringify(right)) return [left]
  if (isContainer(left) && isContainer(right) && left.kind === right.kind)
    return [{ ...left, pieces: mergePieces(left.pieces, right.pieces) }]
  return [forTrack("typescript", left), forTrack("python", right)]
}

function isContainer(piece: Piece): piece is Margin | Action {
  return piece.kind === "margin" || piece.kind === "action"
}

function forTrack(track: Track, piece: Piece): Piece {
  return { kind: "track", line: piece.line, track, pieces: [piece] }
}

function joinNeighbours(pieces: readonly Piece[]): Piece[] {
  const joined: Piece[] = []
  for (const piece of pieces) {
    const last = joined.at(-1)
    if (piece.kind === "track" && last?.kind === "track" && last.track === piece.track)
      joined[joined.length - 1] = { ...last, pieces: [...last.pieces, ...piece.pieces] }
    else joined.push(piece)
  }
  return joined
}

/** The two come from one file: part by part and step by step they are the same. */
function zip<T>(one: readonly T[], other: readonly T[]): [T, T][] {
  return one.map((item, index) => [item, other[index] ?? item])
}
