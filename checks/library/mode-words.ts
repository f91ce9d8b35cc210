const RIGHTS = { r: "read", w: "write", x: "execute" } as const

/** All eight triples of a mode string, from none to all rights. */
export const TRIPLES = ["---", "--x", "-w-", "-wx", "r--", "r-x", "rw-", "rwx"]

/** The rights among some characters of a mode string, in one order; what is no right is left out. */
export function rightsOf(characters: string): string {
  return ["r", "w", "x"].filter((right) => characters.includes(right)).join("")
}

/** The rights in words: `read, execute`; `nothing` when there are none. */
export function wordsOf(triple: string): string {
  const words = Object.entries(RIGHTS).flatMap(([letter, word]) => (triple.includes(letter) ? [word] : []))
  return words.join(", ") || "nothing"
}

/** The rights that a person means, by words, letters or an octal digit; undefined when it is none of these. */
export function readRights(answer: string | undefined): string | undefined {
  const text = (answer ?? "").trim().toLowerCase()
  if (/^(nothing|none|no rights|-+)$/.test(text)) return ""
  if (/^[0-7]$/.test(text)) return rightsOf(TRIPLES[Number(text)] ?? "")
  if (/^[rwx-]{1,3}$/.test(text)) return rightsOf(text)
  const words = text.split(/[\s,;+&/]+/).filter((word) => word !== "" && word !== "and")
  const letters = words.map((word) =>
    /^(r)(?:ead)?$|^(w)(?:rite)?$|^(?:e?)(x)(?:ecute)?$/.exec(word)?.slice(1).find(Boolean),
  )
  return words.length === 0 || letters.includes(undefined) ? undefined : rightsOf(letters.join(""))
}
