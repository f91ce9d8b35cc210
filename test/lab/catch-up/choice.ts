import { CATCH_UP_TAGS, type CatchUpTag } from "../../../src/catchup/targets.js"
import type { Track } from "../../../src/lab/lab.js"
import { STARTING_STATES, type StartingState } from "./starting-states.js"

export interface Pair {
  state: StartingState
  tags: readonly CatchUpTag[]
}

/** How many starting states an ordinary run takes on each track, each to one tag. */
const ORDINARY: Record<Track, number> = { typescript: 2, python: 1 }

/**
 * Which starting states are tried with which tags. `all` is the whole table; words choose starting states by name and tags (`dirty v0.3`);
 * otherwise a few pairs, others every day.
 */
export function choosePairs(track: Track, { matrix, seed }: { matrix: string | undefined; seed: number }): Pair[] {
  if (matrix === undefined) {
    return Array.from({ length: ORDINARY[track] }, (_, index) => {
      // 12 states and 5 tags have no common factor: counting on reaches every pair.
      const turn = seed * 3 + index + (track === "python" ? 2 : 0)
      const state = STARTING_STATES[turn % STARTING_STATES.length]
      const tag = CATCH_UP_TAGS[turn % CATCH_UP_TAGS.length]
      if (!state || !tag) throw new TypeError("an empty table")
      return { state, tags: [tag] }
    })
  }
  const words = matrix
    .split(/\s+/)
    .filter((word) => word !== "all" && word !== "" && word !== "typescript" && word !== "python")
  const tags = CATCH_UP_TAGS.filter((tag) => words.includes(tag))
  const names = words.filter((word) => !CATCH_UP_TAGS.some((tag) => tag === word))
  const otherTrack = /\b(typescript|python)\b/.exec(matrix)?.[0]
  if (otherTrack !== undefined && otherTrack !== track) return []
  return STARTING_STATES.filter(({ name }) => names.length === 0 || names.some((word) => name.includes(word))).map(
    (state) => ({
      state,
      tags: tags.length > 0 ? tags : CATCH_UP_TAGS,
    }),
  )
}

/** A small generator of numbers from 0 up to 1, so that a printed seed repeats a run. */
export function numbersFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
