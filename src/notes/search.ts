import MiniSearch from "minisearch"
import type { Chapter } from "./chapter.js"
import { passagesOf, type Passage } from "./passages.js"

export interface Found extends Passage {
  score: number
  /** Words of the text that were meant, as they stand there. */
  words: string[]
  /** How many more passages of the same place were found. */
  more: number
}

/** Looks for words, also by their beginnings and with slips; the best passage of each place, best first. */
export function searchChapters(chapters: readonly Chapter[], term: string): Found[] {
  const passages = chapters.flatMap(passagesOf)
  const index = new MiniSearch<Passage & { id: number }>({ fields: ["heading", "text"] })
  index.addAll(passages.map((passage, id) => ({ ...passage, id })))
  const options = { prefix: true, fuzzy: slips, boost: { text: 1.5 } }
  const all = index.search(term, { ...options, combineWith: "AND" })
  // Better a place with one of the words than none.
  const results = all.length > 0 ? all : index.search(term, { ...options, combineWith: "OR" })
  const found = new Map<string, Found>()
  for (const { id, score, terms } of results) {
    const passage = passages[Number(id)]
    if (!passage) continue
    const key = `${passage.place} ${passage.heading}`
    const better = found.get(key)
    if (better) better.more += 1
    else found.set(key, { ...passage, score, words: terms, more: 0 })
  }
  return [...found.values()]
}

/** A slip in a long word is likely, in a short one it is another word. */
function slips(term: string): number | boolean {
  return term.length > 4 ? 0.2 : false
}

/** The part of a text around the first of the words that were found, on one line. */
export function excerptAround({ text, words }: Pick<Found, "text" | "words">, length: number): string {
  const line = text.replace(/\s+/g, " ").trim()
  if (line.length <= length) return line
  const at = Math.max(0, positionsOf(line, words)[0]?.from ?? 0)
  let from = Math.max(0, Math.min(at - Math.floor(length / 3), line.length - length))
  if (from > 0) from = line.indexOf(" ", from) + 1
  let to = Math.min(line.length, from + length)
  if (to < line.length) to = Math.max(from + 1, line.lastIndexOf(" ", to))
  return `${from > 0 ? "... " : ""}${line.slice(from, to)}${to < line.length ? " ..." : ""}`
}

/** Where the words that were found stand in a text. */
export function positionsOf(text: string, words: readonly string[]): { from: number; to: number }[] {
  const wanted = new Set(words.map((word) => word.toLowerCase()))
  return [...text.matchAll(/[\p{L}\p{N}]+/gu)]
    .filter(([word]) => wanted.has(word.toLowerCase()))
    .map(({ 0: word, index }) => ({ from: index, to: index + word.length }))
}
