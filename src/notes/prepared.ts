import { createHash } from "node:crypto"
import { existsSync } from "node:fs"
import { readFile, writeFile } from "node:fs/promises"
import path from "node:path"
import type { Nodes } from "mdast"
import type { Chapter } from "./chapter.js"
import { readChapter } from "./read-chapter.js"
import { walkPieces } from "./walk.js"

/** A chapter that the build has read already: Markdown takes a tenth of a second for each, which all blocks at once would show. */
interface Prepared {
  /** Of the text that it was made from. */
  hash: string
  chapter: Chapter
}

/** Reads the notes of a block and keeps the chapter beside them. Notes that cannot be read are left to who reads them. */
export async function prepareChapter(root: string, id: string): Promise<void> {
  const file = `blocks/${id}/notes.md`
  const text = await readFile(path.join(root, file), "utf8")
  const { chapter, faults } = readChapter(text, file)
  if (faults.length > 0) return
  const prepared: Prepared = { hash: hashOf(text), chapter: withoutPositions(chapter) }
  await writeFile(fileOf(root, id), JSON.stringify(prepared))
}

/** The chapter that was made from this text; undefined where none was. */
export async function preparedChapter(root: string, id: string, text: string): Promise<Chapter | undefined> {
  if (!existsSync(fileOf(root, id))) return undefined
  const { hash, chapter } = JSON.parse(await readFile(fileOf(root, id), "utf8")) as Prepared
  return hash === hashOf(text) ? chapter : undefined
}

function fileOf(root: string, id: string): string {
  return path.join(root, "blocks", id, "notes.json")
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex")
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
