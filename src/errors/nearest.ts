import { distance } from "fastest-levenshtein"

/** The word of `known` that `word` was most likely meant to be, in whatever case; undefined when none is near. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const off = (each: string): number => distance(word.toLowerCase(), each.toLowerCase())
  const [best] = [...known].sort((a, b) => off(a) - off(b))
  return best !== undefined && off(best) <= Math.max(2, Math.floor(word.length / 3)) ? best : undefined
}
