import { oneLine } from "../../reporters/escape.js"
import { actionTitle } from "../actions.js"
import type { Action, Margin, Piece } from "../chapter.js"
import { commandsBox, fileBox, listingBox, patchBox } from "./boxes.js"
import { toneOf, type Look } from "./look.js"
import { plainAction, plainCommands, plainFile, plainListing, plainMargin, plainPatch } from "./plain.js"
import { proseBlocks } from "./prose.js"
import { spaced, wrapped } from "./wrap.js"

/** Pieces as they stand in the text, one list of lines for each paragraph or box. */
export function pieceBlocks(pieces: readonly Piece[], width: number, look: Look): string[][] {
  return pieces.flatMap((piece) => linesOf(piece, width, look))
}

function linesOf(piece: Piece, width: number, look: Look): string[][] {
  const { plain } = look
  switch (piece.kind) {
    case "prose":
      return proseBlocks(piece.nodes, width, look)
    case "commands":
      return [plain ? plainCommands(piece, width) : commandsBox(piece, width, look)]
    case "file":
      return [plain ? plainFile(piece, width) : fileBox(piece, width, look)]
    case "patch":
      return [plain ? plainPatch(piece, width) : patchBox(piece, width, look)]
    case "listing":
      return [plain ? plainListing(piece, width) : listingBox(piece, width, look)]
    case "margin":
      return [marginBox(piece, width, look)]
    case "action":
      return [actionBox(piece, width, look)]
    case "track":
      return pieceBlocks(piece.pieces, width, look)
  }
}

/** A margin note within the text, behind a rule of its colour. */
function marginBox(note: Margin, width: number, look: Look): string[] {
  const { marks } = look
  const body = spaced(pieceBlocks(note.pieces, look.plain ? width : width - 2, look))
  if (look.plain) return plainMargin(note, body, width, look)
  const tone = toneOf(note.tone, look)
  const head = `${tone.paint(`${marks.corner}${marks.rule}`)} ${tone.paint.bold(`${tone.name}:`)} ${look.paint.bold(oneLine(note.title))}`
  const bar = `${tone.paint(marks.bar)} `
  return [
    ...wrapped(head, width, "", bar),
    ...body.map((line) => (bar + line).trimEnd()),
    tone.paint(marks.foot + marks.rule.repeat(Math.max(0, width - 1))),
  ]
}

/** A margin note for the column beside the text. */
export function sideNote(note: Margin, width: number, fullLook: Look): string[] {
  const look = { ...fullLook, beyond: 0 }
  const tone = toneOf(note.tone, look)
  const bar = `${tone.paint(look.marks.bar)} `
  const head = `${tone.paint.bold(`${tone.name}:`)} ${look.paint.bold(oneLine(note.title))}`
  const body = spaced(pieceBlocks(note.pieces, width - 2, look))
  return [...wrapped(head, width, bar), ...body.map((line) => (bar + line).trimEnd())]
}

/** What is done outside of a shell. */
function actionBox(action: Action, width: number, look: Look): string[] {
  if (look.plain) return plainAction(action, spaced(pieceBlocks(action.pieces, width, look)), width)
  const { paint, marks } = look
  const { what, where } = actionTitle(action)
  const head = `${paint.magenta(marks.task)} ${paint.bold(oneLine(what))}${where === undefined ? "" : paint.dim(` (${oneLine(where)})`)}`
  const body = spaced(pieceBlocks(action.pieces, width - 2, look))
  return [...wrapped(head, width, "", "  "), ...body.map((line) => (line === "" ? "" : `  ${line}`))]
}
