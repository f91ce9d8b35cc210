import { distance } from "fastest-levenshtein"

/** What to say about a word that is not known: the one it was most likely meant to be, or all there are. */
export function suggest(word: string, known: readonly string[]): string {
  const off = (each: string): number => distance(word.toLowerCase(), each.toLowerCase())
  const [nearest] = [...known].sort((a, b) => off(a) - off(b))
  const close = nearest !== undefined && off(nearest) <= Math.max(2, word.length / 3)
  return close ? `did you mean ${nearest}?` : `known here: ${known.join(", ")}`
}
