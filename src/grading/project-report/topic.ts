import { distance } from "fastest-levenshtein"

/** Words that say nothing about what a topic is. */
const EMPTY = new Set(
  "a an the of for with and in on to by my our der die das den dem des ein eine einer eines mit und fuer im am zu zum zur von mein unser pixelwise service dienst projekt project block extension erweiterung".split(
    " ",
  ),
)
const NEAR_WORDS = 0.6
const NEAR_LETTERS = 0.2

/** What a title is about: its words without accents, capitals, order and filling words. */
export function topicOf(title: string): string {
  const words = title
    .toLowerCase()
    .replaceAll("ß", "ss")
    .replace(/[äöü]/g, (letter) => ({ ä: "ae", ö: "oe", ü: "ue" })[letter] ?? letter)
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "")
  const telling = words.filter((word) => !EMPTY.has(word))
  return [...new Set(telling.length > 0 ? telling : words)].sort().join(" ")
}

/** Whether two topics are so alike that a person should compare them. */
export function areNear(a: string, b: string): boolean {
  const [left, right] = [new Set(a.split(" ")), new Set(b.split(" "))]
  const common = [...left].filter((word) => right.has(word)).length
  if (common / (left.size + right.size - common) >= NEAR_WORDS) return true
  return distance(a, b) <= NEAR_LETTERS * Math.max(a.length, b.length)
}
