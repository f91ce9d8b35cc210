/** Pseudo-random numbers from a text seed: the same seed gives the same numbers on every machine. */
export interface Random {
  /** In [0, 1). */
  next: () => number
  /** A whole number from `low` to `high`, both included. */
  integer: (low: number, high: number) => number
}

/** cyrb53 for the seed, mulberry32 for the sequence; both are public-domain generators by bryc and Tommy Ettinger. */
export function random(seed: string): Random {
  let state = hash32(seed)
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  return { next, integer: (low, high) => low + Math.floor(next() * (high - low + 1)) }
}

/** A short lower-case name that belongs to a seed and a purpose. */
export function token(seed: string, purpose: string, length = 12): string {
  const { integer } = random(`${purpose}:${seed}`)
  return Array.from({ length }, () => "0123456789abcdefghijklmnopqrstuvwxyz"[integer(0, 35)] ?? "0").join("")
}

function hash32(text: string): number {
  let h1 = 0xdeadbeef
  let h2 = 0x41c6ce57
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    h1 = Math.imul(h1 ^ code, 2654435761)
    h2 = Math.imul(h2 ^ code, 1597334677)
  }
  h1 = Math.imul(h1 ^ (h1 >>> 16), 2246822507) ^ Math.imul(h2 ^ (h2 >>> 13), 3266489909)
  h2 = Math.imul(h2 ^ (h2 >>> 16), 2246822507) ^ Math.imul(h1 ^ (h1 >>> 13), 3266489909)
  return (h1 ^ h2) | 0
}
