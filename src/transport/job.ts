import type { Observation } from "../engine/observation.js"

/** One piece of shell text to run on a host. */
export interface Job {
  /** Bash text. */
  readonly script: string
  /** `login` is the account course logs in with. `root` goes through sudo. */
  readonly as: "login" | "root"
  /** After this time the process group of the job is ended, and what it printed by then is kept. */
  readonly timeoutMs: number
  /** How much of each of its two output streams is kept. */
  readonly maxBytes: number
  /** Does it change something? Then the files it writes may be larger than those of a job that only looks. */
  readonly acts?: boolean
}

/** Told once for each job of a batch, in the order in which they end. */
export type OnResult = (index: number, observation: Observation) => void
