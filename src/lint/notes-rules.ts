import { existsSync } from "node:fs"
import { readFile } from "node:fs/promises"
import path from "node:path"
import type { Block } from "../engine/block.js"
import { actionFault } from "../notes/actions.js"
import type { Chapter } from "../notes/chapter.js"
import { readChapter } from "../notes/read-chapter.js"
import { walkPieces } from "../notes/walk.js"
import { fileAtTag } from "../reference/file-at-tag.js"
import type { Finding } from "./finding.js"
import { notesReferenceFindings, type FileOfTrack } from "./notes-reference.js"
import { notesStepFindings } from "./notes-steps.js"

/** The notes of each block keep to their format, and agree with the block's steps and with the reference. */
export async function notesFindings(
  blocks: readonly Block[],
  root: string,
  files: FileOfTrack = fileAtTag,
): Promise<Finding[]> {
  return (await Promise.all(blocks.map((block) => ofBlock(block, root, files)))).flat()
}

async function ofBlock(block: Block, root: string, files: FileOfTrack): Promise<Finding[]> {
  const file = `blocks/${block.id}/notes.md`
  if (!existsSync(path.join(root, file))) {
    return [{ rule: "notes-missing", message: `${block.id} has no notes.`, file: `blocks/${block.id}/block.ts` }]
  }
  const { chapter, faults } = readChapter(await readFile(path.join(root, file), "utf8"), file)
  return [
    ...faults.map(({ line, message }): Finding => ({ rule: "notes-format", message, file, line })),
    ...actionFindings(chapter),
    ...notesStepFindings(chapter, block),
    ...notesReferenceFindings(chapter, files),
  ]
}

function actionFindings(chapter: Chapter): Finding[] {
  const found: Finding[] = []
  walkPieces(chapter, (piece) => {
    const message = piece.kind === "action" ? actionFault(piece) : undefined
    if (message !== undefined) found.push({ rule: "notes-action", message, file: chapter.file, line: piece.line })
  })
  return found
}
