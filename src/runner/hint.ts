import type { Piece } from "../notes/chapter.js"

export const RUNGS = ["What is seen", "What it is about", "What to type", "The solution"] as const
export const LAST_RUNG = RUNGS.length

/** One rung of the ladder, for a terminal or for JSON. */
export interface Hint {
  step: string
  /** The check that is in the way. */
  check: string
  /** 1 to 4. */
  rung: number
  title: string
  parts: HintPart[]
}

export type HintPart =
  /** Said by course, or by a check; the latter may hold text of a host. */
  | { kind: "text"; text: string }
  | { kind: "evidence"; label: string; text: string }
  /** Out of the notes of the step. */
  | { kind: "notes"; pieces: Piece[] }
  | { kind: "diff"; label: string; text: string }
