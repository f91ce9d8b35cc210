import { nearest } from "../errors/nearest.js"

/** What to say about a word that is not known: the one it was most likely meant to be, or all there are. */
export function suggest(word: string, known: readonly string[]): string {
  const meant = nearest(word, known)
  return meant === undefined ? `known here: ${known.join(", ")}` : `did you mean ${meant}?`
}
