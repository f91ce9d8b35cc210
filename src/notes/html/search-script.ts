import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import path from "node:path"
import MiniSearch from "minisearch"
import type { SearchPlace } from "./search-places.js"

/** What a browser loads on the first search: the library, the index made of all places, and their text for excerpts. */
export function searchScript(places: readonly SearchPlace[]): string {
  const index = new MiniSearch<SearchPlace & { id: number }>({ fields: SEARCHED, tokenize: wordsOf })
  index.addAll(places.map((place, id) => ({ id, ...place })))
  const book = { index: index.toJSON(), fields: SEARCHED, places }
  return `${library()}\nwindow.courseBook = ${JSON.stringify(book)}\n`
}

const SEARCHED = ["number", "title", "outcomes", "text", "typescript", "python"]

/** client/search.js cuts in the same way. */
function wordsOf(text: string): string[] {
  return text.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "")
}

/** The build of minisearch for a plain script, with its licence; a map of its sources would be one more request. */
function library(): string {
  const resolve = createRequire(import.meta.url).resolve
  const folder = path.dirname(resolve("minisearch"))
  const source = readFileSync(path.join(folder, "..", "umd", "index.js"), "utf8")
  return `/*! minisearch, MIT licence, Luca Ongaro */\n${source.replace(/^\/\/# sourceMappingURL=.*$/m, "")}`
}
