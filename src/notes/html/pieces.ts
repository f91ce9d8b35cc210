import type { Element, ElementContent } from "hast"
import type { Action, Margin, MarginKind, Piece } from "../chapter.js"
import { actionTitle } from "../actions.js"
import { commandsBox, fileBox, listingBox, patchBox } from "./boxes.js"
import { el } from "./element.js"
import { onlyFor, type Place } from "./place.js"
import { proseElements } from "./prose.js"

/**
 * The pieces of a part. A margin note belongs to what stands before it: on a wide page both stand side by side, elsewhere
 * the note follows.
 */
export function pieceElements(pieces: readonly Piece[], place: Place): ElementContent[] {
  const rows: { text: Piece[]; notes: Piece[] }[] = []
  for (const piece of pieces) {
    const last = rows.at(-1)
    if (piece.kind === "margin") {
      if (last) last.notes.push(piece)
      else rows.push({ text: [], notes: [piece] })
    } else if (last && last.notes.length === 0) last.text.push(piece)
    else rows.push({ text: [piece], notes: [] })
  }
  return rows.map(({ text, notes }) =>
    el(
      "div",
      { className: ["row"] },
      el("div", { className: ["text"] }, inside(text, place)),
      notes.length > 0 && el("div", { className: ["notes"] }, inside(notes, place)),
    ),
  )
}

function inside(pieces: readonly Piece[], place: Place): ElementContent[] {
  return pieces.flatMap((piece) => elementsOf(piece, place))
}

function elementsOf(piece: Piece, place: Place): ElementContent[] {
  switch (piece.kind) {
    case "prose":
      return proseElements(piece.nodes, place)
    case "commands":
      return [commandsBox(piece, place)]
    case "listing":
      return [listingBox(piece)]
    case "file":
      return [fileBox(piece)]
    case "patch":
      return [patchBox(piece)]
    case "margin":
      return [marginNote(piece, place)]
    case "action":
      return [task(piece, place)]
    case "track":
      return [el("div", { className: onlyFor(piece.track) }, inside(piece.pieces, place))]
  }
}

const TONE: Readonly<Record<MarginKind, string>> = {
  pitfall: "Pitfall",
  happened: "What happened",
  security: "Security",
  aside: "Aside",
}

function marginNote({ tone, title, pieces }: Margin, place: Place): Element {
  const id = place.anchor(`note ${title}`)
  return el(
    "div",
    { className: ["note", tone], role: "note", ariaLabelledBy: [id] },
    el("p", { className: ["note-title"], id }, el("span", { className: ["tone"] }, TONE[tone]), " ", title),
    inside(pieces, place),
  )
}

function task(action: Action, place: Place): Element {
  const { what, where } = actionTitle(action)
  const id = place.anchor(`task ${what}`)
  return el(
    "div",
    { className: ["task"], role: "group", ariaLabelledBy: [id] },
    el(
      "p",
      { className: ["task-title"], id },
      el("span", { className: ["tone"] }, "Task"),
      " ",
      what,
      where !== undefined && el("span", { className: ["where"] }, `, ${where}`),
    ),
    inside(action.pieces, place),
  )
}
