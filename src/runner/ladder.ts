import type { Piece, StepNotes } from "../notes/chapter.js"
import { LAST_RUNG, RUNGS, type Hint, type HintPart } from "./hint.js"
import type { Known } from "./known.js"
import type { OutlineCheck } from "./outline.js"

/** All that a hint can be made of. */
export interface Evidence {
  step: string
  check: OutlineCheck
  known: Known | undefined
  /** Said where what is known is old, because a host could not be reached. */
  old: string | undefined
  /** The check's own advice. */
  advice: string
  notes: StepNotes | undefined
  /** Works out what the last rung shows; asks hosts for the student's files. */
  solution: () => Promise<HintPart[]>
}

/**
 * A rung of the ladder: what the observation says, what it is about, what to type, the solution. A rung never tells what belongs to a
 * later one.
 */
export async function hintAt(rung: number, evidence: Evidence): Promise<Hint> {
  const { step, check } = evidence
  const at = Math.min(Math.max(rung, 1), LAST_RUNG)
  const parts = [seen, concept, typed, evidence.solution][at - 1] ?? seen
  return { step, check: check.id, rung: at, title: RUNGS[at - 1] ?? "", parts: await parts(evidence) }
}

function seen({ check, known, old }: Evidence): HintPart[] {
  const before: HintPart[] = old === undefined ? [] : [{ kind: "text", text: old }]
  if (!known && check.effects.length > 0)
    return [
      ...before,
      {
        kind: "text",
        text: `${check.title}: this can only be told by acting, and was not tried yet. It ${check.effects.join("; it ")}.`,
      },
    ]
  if (!known) return [...before, { kind: "text", text: `${check.title}: this was not looked at yet.` }]
  const labelled = [
    ["expected", known.expected],
    ["actual", known.actual],
    // What a host printed says more than the verdict only where that has nothing to compare.
    ["seen", known.expected === undefined && known.actual === undefined ? known.excerpt : undefined],
  ] as const
  const trouble = known.standing === "error" ? "It could not be observed. " : ""
  return [
    ...before,
    { kind: "text", text: trouble + (known.message ?? check.title) },
    ...labelled.flatMap(([label, text]): HintPart[] =>
      text === undefined || text === "" ? [] : [{ kind: "evidence", label, text }],
    ),
  ]
}

function concept({ check, known, advice, notes }: Evidence): HintPart[] {
  const hint = known?.hint ?? advice
  const pieces = (notes?.pieces ?? []).filter(isExplanation)
  return [
    { kind: "text", text: `What has to hold: ${check.title}.` },
    // Advice that names a command belongs to the next rung.
    ...(hasCommand(hint) ? [] : [{ kind: "text", text: hint } as const]),
    ...(pieces.length > 0 ? [{ kind: "notes", pieces } as const] : []),
  ]
}

function typed({ known, advice, notes }: Evidence): HintPart[] {
  const hint = known?.hint ?? advice
  const commands = (notes?.pieces ?? []).flatMap(commandsWithin)
  const files = (notes?.pieces ?? []).flatMap(writtenWithin)
  return [
    { kind: "text", text: hint },
    ...(commands.length > 0 ? [{ kind: "notes", pieces: commands } as const] : []),
    ...files.map((text): HintPart => ({ kind: "text", text })),
  ]
}

function hasCommand(text: string): boolean {
  return text.includes("`")
}

function isExplanation({ kind }: Piece): boolean {
  return kind === "prose" || kind === "margin"
}

function commandsWithin(piece: Piece): Piece[] {
  if (piece.kind === "commands") return [piece]
  return piece.kind === "action" || piece.kind === "track" ? piece.pieces.flatMap(commandsWithin) : []
}

function writtenWithin(piece: Piece): string[] {
  if (piece.kind === "file")
    return [`${piece.append ? "Add to" : "Write"} ${piece.path} on ${piece.host}, as the notes show it.`]
  if (piece.kind === "patch") return [`Change ${piece.path} on ${piece.host}, as the notes show it.`]
  return piece.kind === "action" || piece.kind === "track" ? piece.pieces.flatMap(writtenWithin) : []
}
