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
  /** Which part of the states this is, where several labs share the work. */
  part: string | undefined
}

/** What `choose` goes by. */
export interface Wanted {
  /** Words, as told at `choose`. */
  matrix: string | undefined
  seed: number
  /** Has an earlier run proven this pair? Asked for the word `left` alone. */
  isProven?: (state: string, tag: CatchUpTag) => boolean
}

const KILLS = 10
/** Words that choose something else than a state or a tag. */
const NO_NAMES = ["all", "each", "left", "kill", "refuse", "typescript", "python"]
/** An ordinary run has less time. */
const ORDINARY_KILLS = 4

/**
 * Which starting states are tried with which tags. `all` is the whole table, `each` takes every starting state to one tag that the seed
 * chooses, words choose starting states by name, tags and a track (`dirty v0.3`), `kill` and `refuse` the other tests, `1/3` the first of
 * three parts of the states, `left` what an earlier run has not proven; otherwise one pair, or one of the other tests, by the seed.
 */
export function choose(track: Track, { matrix, seed, isProven = () => false }: Wanted): Choice {
  const python = track === "python"
  if (matrix === undefined) {
    // 12 states and 5 tags have no common factor: counting on reaches every pair of both tracks.
    const turn = Math.floor(seed / 4)
    const pairs = seed % 4 === (python ? 1 : 0) ? [pair(turn)] : []
    return {
      pairs,
      kills: seed % 4 === 2 && turn % 2 === (python ? 1 : 0) ? ORDINARY_KILLS : 0,
      refuse: !python && seed % 4 === 3,
      part: undefined,
    }
  }
  const words = matrix.split(/\s+/).filter((word) => word !== "")
  const only = words.find((word) => word === "typescript" || word === "python")
  if (only !== undefined && only !== track) return { pairs: [], kills: 0, refuse: false, part: undefined }
  const has = (word: string): boolean => words.includes(word) || words.includes("all")
  const part = words.find((word) => /^[1-9]\/[1-9]$/.test(word))
  const rest = words.filter((word) => word !== part && !NO_NAMES.includes(word))
  const tags = CATCH_UP_TAGS.filter((tag) => rest.includes(tag))
  const names = rest.filter((word) => !CATCH_UP_TAGS.some((tag) => tag === word))
  const named = STARTING_STATES.filter(({ name }) => names.length === 0 || names.some((word) => name.includes(word)))
  const whole = rest.length > 0 || words.includes("all") || words.includes("left")
  const pairs = words.includes("each")
    ? STARTING_STATES.map((_, index) => pair(index + STARTING_STATES.length * seed))
    : named.map((state) => ({ state, tags: tags.length > 0 ? tags : CATCH_UP_TAGS }))
  const left = ({ state, tags }: Pair): Pair => ({ state, tags: tags.filter((tag) => !isProven(state.name, tag)) })
  const open = words.includes("left") ? pairs.map(left) : pairs
  const [place, parts] = (part ?? "1/1").split("/").map(Number)
  const mine = open.filter(({ tags }, index) => tags.length > 0 && index % (parts ?? 1) === (place ?? 1) - 1)
  return {
    pairs: whole || words.includes("each") ? mine : [],
    kills: has("kill") ? KILLS : 0,
    refuse: has("refuse") && !python,
    part,
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
