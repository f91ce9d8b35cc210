import type { Nodes } from "mdast"
import { toString } from "mdast-util-to-string"
import type { Track } from "../../engine/context.js"
import type { Piece } from "../chapter.js"
import { actionTitle } from "../actions.js"
import type { Heading, OutlinedPart } from "./outline.js"

/** What search finds: a section, the beginning of an exercise, or a step; with the text of either track beside the common one. */
export interface SearchPlace extends Record<Track, string> {
  /** Page and anchor, for a link. */
  href: string
  /** `5.4.6`, where it has a number. */
  number: string
  title: string
  /** The block it stands in. */
  block: string
  /** Ids of outcomes. */
  outcomes: string
  text: string
}

/** The places of one chapter, in order. */
export function placesOf(outline: readonly OutlinedPart[], page: string, block: string): SearchPlace[] {
  return outline.flatMap(({ part, heading }) => {
    const own = place(part.pieces, { page, block, heading, outcomes: [] })
    if (part.kind === "section") return [own]
    const steps = part.steps.map(({ pieces, outcomes }, index) =>
      place(pieces, { page, block, heading: heading?.children[index], outcomes }),
    )
    return [own, ...steps]
  })
}

interface Frame {
  page: string
  block: string
  heading: Heading | undefined
  outcomes: readonly string[]
}

function place(pieces: readonly Piece[], { page, block, heading, outcomes }: Frame): SearchPlace {
  const seen: Record<Track | "text", string[]> = { text: [], typescript: [], python: [] }
  collect(pieces, "text", seen)
  return {
    href: heading ? `${page}#${heading.id}` : page,
    number: heading?.number ?? "",
    title: heading?.title ?? block,
    block,
    outcomes: outcomes.join(" "),
    text: joined(seen.text),
    typescript: joined(seen.typescript),
    python: joined(seen.python),
  }
}

function collect(pieces: readonly Piece[], reader: Track | "text", seen: Record<Track | "text", string[]>): void {
  const say = (...texts: string[]): void => void seen[reader].push(...texts)
  for (const piece of pieces) {
    switch (piece.kind) {
      case "prose":
        say(...piece.nodes.map(wordsOf))
        break
      case "commands":
        say(...piece.lines)
        break
      case "listing":
        if (piece.language !== "text") say(piece.text)
        break
      case "file":
      case "patch":
        say(piece.path, piece.text)
        break
      case "margin":
        say(piece.title)
        collect(piece.pieces, reader, seen)
        break
      case "action":
        say(actionTitle(piece).what)
        collect(piece.pieces, reader, seen)
        break
      case "track":
        collect(piece.pieces, piece.track, seen)
        break
    }
  }
}

/** Cells and items are words of their own, also where nothing but the syntax stands between them. */
function wordsOf(node: Nodes): string {
  if (!("children" in node) || !HOLDS_BLOCKS.has(node.type)) return toString(node)
  return node.children.map((child) => wordsOf(child)).join(" ")
}

const HOLDS_BLOCKS = new Set<string>(["list", "listItem", "table", "tableRow", "blockquote"])

function joined(texts: readonly string[]): string {
  return texts.join(" ").replace(/\s+/g, " ").trim()
}
