import type { Track } from "../engine/context.js"
import type { Chapter, Piece, ReferencePlace } from "../notes/chapter.js"
import { pathInRepository } from "../notes/for-reader.js"
import { walkPieces } from "../notes/walk.js"
import type { Finding } from "./finding.js"

/** The text of a file of the reference; undefined where there is none. */
export type FileOfTrack = (track: Track, tag: string, path: string) => string | undefined

/** What the notes take from the reference is there, for every track that sees it. */
export function notesReferenceFindings(chapter: Chapter, files: FileOfTrack): Finding[] {
  const found: Finding[] = []
  walkPieces(chapter, (piece, tracks) => {
    const place = placeOf(piece)
    if (!place) return
    for (const track of tracks) {
      const message = faultOf(place, track, files(track, place.tag, place.path))
      if (message !== undefined) found.push({ rule: "notes-reference", message, file: chapter.file, line: piece.line })
    }
  })
  return found
}

function placeOf(piece: Piece): ReferencePlace | undefined {
  if (piece.kind === "listing") return piece.excerpt
  if (piece.kind !== "file" || piece.tag === undefined) return undefined
  return { path: pathInRepository(piece.path), tag: piece.tag, lines: undefined }
}

function faultOf({ path, tag, lines }: ReferencePlace, track: Track, text: string | undefined): string | undefined {
  if (text === undefined) return `The reference of the ${track} track has no ${path} at ${tag}.`
  const length = text.replace(/\n$/, "").split("\n").length
  return lines && lines[1] > length
    ? `${path} of the ${track} track has ${length} lines at ${tag}: lines=${lines.join("-")} is out of range.`
    : undefined
}
