import { CATCH_UP_TAGS, type CatchUpTag } from "../../../src/catchup/targets.js"
import type { Track } from "../../../src/lab/lab.js"
import { STARTING_STATES, type StartingState } from "./starting-states.js"

export interface Pair {
  state: StartingState
  tags: readonly CatchUpTag[]
}

export interface Choice {
  pairs: readonly Pair[]
  /** How often one is killed, at random moments, before it may come to its end; 0 for not at all. */
  kills: number
  /** See it refuse. */
  refuse: boolean
}

const KILLS = 10
/** An ordinary run has less time. */
const ORDINARY_KILLS = 4

/**
 * Which starting states are tried with which tags. `all` is the whole table, `each` takes every starting state to one tag that the seed
 * chooses, words choose starting states by name, tags and a track (`dirty v0.3`), `kill` and `refuse` the other tests; otherwise one
 * pair, or one of the other tests, by the seed.
 */
export function choose(track: Track, { matrix, seed }: { matrix: string | undefined; seed: number }): Choice {
  const python = track === "python"
  if (matrix === undefined) {
    // 12 states and 5 tags have no common factor: counting on reaches every pair of both tracks.
    const turn = Math.floor(seed / 4)
    const pairs = seed % 4 === (python ? 1 : 0) ? [pair(turn)] : []
    return {
      pairs,
      kills: seed % 4 === 2 && turn % 2 === (python ? 1 : 0) ? ORDINARY_KILLS : 0,
      refuse: !python && seed % 4 === 3,
    }
  }
  const words = matrix.split(/\s+/).filter((word) => word !== "")
  const only = words.find((word) => word === "typescript" || word === "python")
  if (only !== undefined && only !== track) return { pairs: [], kills: 0, refuse: false }
  const has = (word: string): boolean => words.includes(word) || words.includes("all")
  const rest = words.filter((word) => !["all", "each", "kill", "refuse", "typescript", "python"].includes(word))
  const tags = CATCH_UP_TAGS.filter((tag) => rest.includes(tag))
  const names = rest.filter((word) => !CATCH_UP_TAGS.some((tag) => tag === word))
  const named = STARTING_STATES.filter(({ name }) => names.length === 0 || names.some((word) => name.includes(word)))
  const whole = rest.length > 0 || words.includes("all")
  const pairs = words.includes("each")
    ? STARTING_STATES.map((_, index) => pair(index + STARTING_STATES.length * seed))
    : named.map((state) => ({ state, tags: tags.length > 0 ? tags : CATCH_UP_TAGS }))
  return {
    pairs: whole || words.includes("each") ? pairs : [],
    kills: has("kill") ? KILLS : 0,
    refuse: has("refuse") && !python,
  }
}

/** The pair that a number stands for. */
function pair(turn: number): Pair {
  const state = STARTING_STATES[turn % STARTING_STATES.length]
  const tag = CATCH_UP_TAGS[turn % CATCH_UP_TAGS.length]
  if (!state || !tag) throw new TypeError("an empty table")
  return { state, tags: [tag] }
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
