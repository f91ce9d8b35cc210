import type { Track } from "../../src/engine/context.js"
import type { Chapter } from "../../src/notes/chapter.js"
import { forReader } from "../../src/notes/for-reader.js"
import type { Values } from "../../src/notes/values.js"
import { fileAtTag } from "../../src/reference/file-at-tag.js"

/** The chapter that a student of a track sees, with the files of the reference in their places. */
export function readAs(track: Track, values: Values, chapter: Chapter): Chapter {
  return forReader(chapter, { track, values, files: (tag, path) => fileAtTag(track, tag, path) })
}
