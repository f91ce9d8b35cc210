import { createHash } from "node:crypto"
import { existsSync } from "node:fs"
import { readFile } from "node:fs/promises"
import path from "node:path"
import type { Chapter } from "./chapter.js"

/** A chapter that the build has read already: Markdown takes a tenth of a second for each, which all blocks at once would show. */
export interface Prepared {
  /** Of the text that it was made from. */
  hash: string
  chapter: Chapter
}

/** The chapter that was made from this text; undefined where none was. */
export async function preparedChapter(root: string, id: string, text: string): Promise<Chapter | undefined> {
  if (!existsSync(preparedFile(root, id))) return undefined
  const { hash, chapter } = JSON.parse(await readFile(preparedFile(root, id), "utf8")) as Prepared
  return hash === hashOf(text) ? chapter : undefined
}

/** Beside the notes. */
export function preparedFile(root: string, id: string): string {
  return path.join(root, "blocks", id, "notes.json")
}

export function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex")
}
