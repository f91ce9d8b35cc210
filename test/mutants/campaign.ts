import type { Track } from "../../src/engine/context.js"
import type { ServiceState } from "../../src/lab/spec.js"
import type { AnswerMutant, Mutant } from "./mutant.js"

/** How the checks of a block are proven to be able to fail. */
export interface Campaign {
  /** The block's number. */
  block: number
  /** The lab that the mutants break; the block's own checks pass on it. */
  state: ServiceState
  /** `typescript` unless told; only what the other track does otherwise needs a campaign there. */
  track?: Track
  mutants: readonly Mutant[]
  answerMutants: readonly AnswerMutant[]
  /** Checks placed on dev that ask prod as well: mutants of prod can touch them. */
  across?: readonly string[]
  /** What a lab of this state still needs before the checks are asked. */
  prepare?: (lab: string) => Promise<void>
  /** Removes what `prepare` left on this machine; the lab goes by itself. */
  finish?: () => Promise<void>
}
