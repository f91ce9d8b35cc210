import { readdir, readFile } from "node:fs/promises"
import path from "node:path"
import { fileURLToPath } from "node:url"
import { CourseError } from "../errors/course-error.js"
import type { Chapter } from "./chapter.js"
import { preparedChapter } from "./prepared-chapter.js"

export interface NotesOptions {
  /** The folder with blocks/; the one that this file was built into unless told. */
  root?: string
}

/** The notes of one block: `block5`, or 5. */
export async function loadChapter(block: string | number, { root = ownRoot() }: NotesOptions = {}): Promise<Chapter> {
  const id = typeof block === "number" ? `block${block}` : block
  const present = await blocksWithNotes(root)
  if (!present.includes(id))
    throw new CourseError("COURSE_UNKNOWN_ID", `There are no notes of ${id}.`, {
      hint: `There are notes of ${present.join(", ")}.`,
    })
  const file = `blocks/${id}/notes.md`
  const text = await readFile(path.join(root, file), "utf8")
  const prepared = await preparedChapter(root, id, text)
  if (prepared) return prepared
  const { parseChapter } = await import("./read-chapter.js")
  return parseChapter(text, file)
}

/** All notes there are, in the order of the blocks. */
export async function loadChapters(options: NotesOptions = {}): Promise<Chapter[]> {
  const present = await blocksWithNotes(options.root ?? ownRoot())
  return await Promise.all(present.map((id) => loadChapter(id, options)))
}

/** Under dist/ in a build, the project itself otherwise. */
function ownRoot(): string {
  return fileURLToPath(new URL("../..", import.meta.url))
}

/** Ids of blocks that have notes, in order. */
export async function blocksWithNotes(root: string = ownRoot()): Promise<string[]> {
  const folders = (await readdir(path.join(root, "blocks"))).filter((name) => /^block\d+$/.test(name))
  const files = await Promise.all(folders.map((folder) => readdir(path.join(root, "blocks", folder))))
  const withNotes = folders.filter((_, index) => files[index]?.includes("notes.md"))
  const numberOf = (id: string): number => Number(id.slice("block".length))
  return withNotes.sort((a, b) => numberOf(a) - numberOf(b))
}
