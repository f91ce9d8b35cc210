import { readFile, writeFile } from "node:fs/promises"
import path from "node:path"
import type { Nodes } from "mdast"
import type { Chapter } from "./chapter.js"
import { hashOf, preparedFile, type Prepared } from "./prepared-chapter.js"
import { readChapter } from "./read-chapter.js"
import { walkPieces } from "./walk.js"

/** Reads the notes of a block and keeps the chapter beside them. Notes that cannot be read are left to who reads them. */
export async function prepareChapter(root: string, id: string): Promise<void> {
  const file = `blocks/${id}/notes.md`
  const text = await readFile(path.join(root, file), "utf8")
  const { chapter, faults } = readChapter(text, file)
  if (faults.length > 0) return
  const prepared: Prepared = { hash: hashOf(text), chapter: withoutPositions(chapter) }
  await writeFile(preparedFile(root, id), JSON.stringify(prepared))
}

/** Where a paragraph begins is told; places within it are of use to nobody, and most of the file. */
function withoutPositions(chapter: Chapter): Chapter {
  const copy = structuredClone(chapter)
  walkPieces(copy, (piece) => {
    if (piece.kind !== "prose") return
    for (const node of piece.nodes) if ("children" in node) for (const child of node.children) removePosition(child)
  })
  return copy
}

function removePosition(node: Nodes): void {
  delete node.position
  if ("children" in node) for (const child of node.children) removePosition(child)
}
