import { toString } from "mdast-util-to-string"
import type { Chapter, Piece } from "./chapter.js"
import { actionTitle } from "./actions.js"

/** A paragraph or box of the notes, with the place where it stands. */
export interface Passage {
  /** `block5` */
  block: string
  /** The step, exercise or block that it belongs to: `5.4.6`. */
  place: string
  /** What stands above it: the title of the step, exercise or section. */
  heading: string
  /** Relative to the project's root, and the line there. */
  file: string
  line: number
  text: string
}

/** Everything that can be found in a chapter of one reader, in order. */
export function passagesOf(chapter: Chapter): Passage[] {
  const { block, file } = chapter
  const gather = (place: string, heading: string, line: number, pieces: readonly Piece[]): Passage[] => [
    { block, place, heading, file, line, text: heading },
    ...pieces.flatMap(textsOf).map((each) => ({ block, place, heading, file, ...each })),
  ]
  return chapter.parts.flatMap((part) => {
    if (part.kind === "section") return gather(block, part.title ?? chapter.title, part.line, part.pieces)
    return [
      ...gather(part.id, part.title, part.line, part.pieces),
      ...part.steps.flatMap((step) => [
        ...gather(step.id, step.title, step.line, step.pieces),
        ...step.outcomes.map((id) => ({ block, place: step.id, heading: step.title, file, line: step.line, text: id })),
      ]),
    ]
  })
}

interface Text {
  line: number
  text: string
}

function textsOf(piece: Piece): Text[] {
  const { line } = piece
  switch (piece.kind) {
    case "prose":
      return piece.nodes.map((node) => ({
        line: node.position?.start.line ?? line,
        // Cells and items are words of their own, also where nothing but the syntax stands between them.
        text: "children" in node && node.type !== "paragraph" ? joined(node) : toString(node),
      }))
    case "commands":
      return [{ line, text: piece.lines.join("\n") }]
    case "listing":
      return [{ line, text: [piece.excerpt?.path, piece.text].filter(Boolean).join("\n") }]
    case "file":
    case "patch":
      return [{ line, text: `${piece.path}\n${piece.text}` }]
    case "margin":
      return [{ line, text: piece.title }, ...piece.pieces.flatMap(textsOf)]
    case "action": {
      const { what, where } = actionTitle(piece)
      return [{ line, text: [what, where].filter(Boolean).join(" ") }, ...piece.pieces.flatMap(textsOf)]
    }
    case "track":
      return piece.pieces.flatMap(textsOf)
  }
}

function joined(node: { children: readonly unknown[] }): string {
  return node.children
    .map((child) => (hasBlocks(child) ? joined(child) : toString(child)))
    .filter((text) => text !== "")
    .join("  ")
}

const BLOCKS = new Set(["list", "listItem", "table", "tableRow", "blockquote"])

function hasBlocks(node: unknown): node is { children: readonly unknown[] } {
  return typeof node === "object" && node !== null && "type" in node && BLOCKS.has(String(node.type))
}
