import type { Nodes, RootContent } from "mdast"
import type { Track } from "../engine/context.js"
import type { Chapter, Listing, Piece, ReferencePlace, WrittenFile } from "./chapter.js"
import { notesError } from "./fault.js"
import { fillIn, type Values } from "./values.js"

/** What one reader brings. */
export interface Reader {
  track: Track
  values: Values
  files: ReferenceFiles
}

/** A file of the reference of the reader's track, with its last newline; undefined where the tag has none of that path. */
export type ReferenceFiles = (tag: string, path: string) => string | undefined

/** The chapter as one reader sees it: the own track in its place, values filled in, bodies taken from the reference. */
export function forReader(chapter: Chapter, reader: Reader): Chapter {
  const pieces = (list: readonly Piece[]): Piece[] => list.flatMap((piece) => ofPiece(piece, reader, chapter.file))
  const title = (text: string): string => fillIn(text, reader.values)
  return {
    ...chapter,
    title: title(chapter.title),
    parts: chapter.parts.map((part) =>
      part.kind === "section"
        ? { ...part, title: part.title === undefined ? undefined : title(part.title), pieces: pieces(part.pieces) }
        : {
            ...part,
            title: title(part.title),
            pieces: pieces(part.pieces),
            steps: part.steps.map((step) => ({ ...step, title: title(step.title), pieces: pieces(step.pieces) })),
          },
    ),
  }
}

function ofPiece(piece: Piece, reader: Reader, file: string): Piece[] {
  const fill = (text: string): string => fillIn(text, reader.values)
  const inside = (pieces: readonly Piece[]): Piece[] => pieces.flatMap((each) => ofPiece(each, reader, file))
  switch (piece.kind) {
    case "track":
      return piece.track === reader.track ? inside(piece.pieces) : []
    case "prose":
      return [{ ...piece, nodes: piece.nodes.map((node) => filled(node, fill)) }]
    case "commands":
      return [{ ...piece, lines: piece.lines.map(fill), replies: piece.replies.map(fill) }]
    case "margin":
      return [{ ...piece, title: fill(piece.title), pieces: inside(piece.pieces) }]
    case "action":
      return [{ ...piece, argument: piece.argument && fill(piece.argument), pieces: inside(piece.pieces) }]
    case "patch":
      return [{ ...piece, path: fill(piece.path), text: fill(piece.text) }]
    case "listing":
      return [{ ...piece, text: piece.excerpt ? excerptOf(piece, piece.excerpt, reader, file) : fill(piece.text) }]
    case "file":
      return [{ ...piece, path: fill(piece.path), text: bodyOf(piece, reader, file) }]
  }
}

function bodyOf({ tag, text, path, line }: WrittenFile, { files, values, track }: Reader, file: string): string {
  if (tag === undefined) return fillIn(text, values)
  const body = files(tag, pathInRepository(path))
  if (body === undefined) throw notesError(file, [{ line, message: missing(track, tag, pathInRepository(path)) }])
  return body
}

function excerptOf({ line }: Listing, place: ReferencePlace, { files, track }: Reader, file: string): string {
  const body = files(place.tag, place.path)
  if (body === undefined) throw notesError(file, [{ line, message: missing(track, place.tag, place.path) }])
  const lines = body.replace(/\n$/, "").split("\n")
  const [first, last] = place.lines ?? [1, lines.length]
  if (last > lines.length)
    throw notesError(file, [{ line, message: `${place.path} has ${lines.length} lines at ${place.tag}, not ${last}.` }])
  return lines.slice(first - 1, last).join("\n")
}

function missing(track: Track, tag: string, path: string): string {
  return `The reference of the ${track} track has no ${path} at ${tag}.`
}

/** Where a file of the service lies in its repository, which both hosts have at a place of their own. */
export function pathInRepository(path: string): string {
  return path.replace(/^(~|\/opt)\/pixelwise\//, "")
}

/** A copy of the node with every text, code and address filled in. */
function filled(node: RootContent, fill: (text: string) => string): RootContent {
  const copy = structuredClone(node)
  fillWithin(copy, fill)
  return copy
}

function fillWithin(node: Nodes, fill: (text: string) => string): void {
  if ("value" in node) node.value = fill(node.value)
  if ("url" in node) node.url = fill(node.url)
  if ("children" in node) for (const child of node.children) fillWithin(child, fill)
}
