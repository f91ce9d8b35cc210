import { loadCatalog } from "../catalog/load-catalog.js"
import type { Track } from "../engine/context.js"
import { forReader } from "../notes/for-reader.js"
import type { BookInput } from "../notes/html/book.js"
import { loadChapters } from "../notes/load.js"
import { valuesOf, type Values } from "../notes/values.js"
import { fileAtTag } from "../reference/file-at-tag.js"

export interface BookReader {
  /** Shown until the reader chooses the other one. */
  track: Track
  values?: Values
}

/** What the book of one reader is made of: all notes as either track sees them, and what their outcomes show. */
export async function bookOf({ track, values = valuesOf() }: BookReader): Promise<BookInput> {
  const [chapters, { checks }] = await Promise.all([loadChapters(), loadCatalog({ tolerant: true })])
  const readBy = (reading: Track) =>
    chapters.map((chapter) =>
      forReader(chapter, { track: reading, values, files: (tag, path) => fileAtTag(reading, tag, path) }),
    )
  const python = readBy("python")
  return {
    chapters: readBy("typescript").map((typescript, index) => ({ typescript, python: python[index] ?? typescript })),
    track,
    outcomes: new Map([...checks].map(([id, { title }]) => [id, title])),
    accounts: { dev: values.devUser, prod: values.serviceUser },
  }
}
