/** What `course lint` refuses, each with a name that stays. */
export const RULES = {
  "content-contradiction": "Blocks and checks name one another consistently.",
  "outcome-without-check": "Every outcome of the inventory has a check, or a reason why it has none.",
  "outcome-unknown": "Every check proves an outcome of the inventory.",
  "outcome-kind": "A check is mandatory, optional or informational as the inventory says.",
  "reason-outdated": "What has a check needs no reason for having none.",
  "file-name": "A check's file is named after its id.",
  "title-form": "A title is a sentence of at most 80 characters without a full stop.",
  "hint-form": "A hint is a sentence that ends.",
  "observation-missing": "Recorded observations show the check pass and fail.",
  "mutant-missing": "A mutant or a wrong answer shows that the check can fail.",
  "mutant-unknown": "A mutant breaks a check that exists.",
  "mutant-twice": "Mutants have names of their own.",
  "scaffold-left": "Nothing is left of what `course new check` wrote for the author to think of.",
  "notes-missing": "Every block has notes.",
  "notes-format": "Notes keep to their format.",
  "notes-steps": "Notes have the exercises and steps of their block, in its order and with its titles.",
  "notes-outcome": "Notes and steps name the same outcomes.",
  "notes-action": "What notes ask for outside of a shell is one of a closed list.",
  "notes-reference": "What notes take from the reference is there.",
  "reference-drift": "The reference repositories are built as they were published.",
} as const
export type Rule = keyof typeof RULES

/** One thing that is wrong with the content of the course. */
export interface Finding {
  rule: Rule
  message: string
  /** Relative to the project's root. */
  file: string
  /** Counted from 1, where it is one line that is wrong. */
  line?: number
}
