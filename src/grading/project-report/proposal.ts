import { z } from "zod"

export const CATEGORIES = ["function", "reliability", "security"] as const
export const PROPOSAL_STATES = ["submitted", "approved", "rejected"] as const

/** A topic of the Projektbericht as the gradebook keeps it. Who holds it is the student of its row. */
export const proposalValue = z.object({
  block: z.string(),
  title: z.string(),
  /** The title by what it is about: two with the same topic in one block are the same. */
  topic: z.string(),
  category: z.enum(CATEGORIES),
  /** What the student wrote. */
  text: z.string(),
  submitted_at: z.iso.datetime(),
  state: z.enum(PROPOSAL_STATES),
  decided_by: z.string().nullable(),
  decided_at: z.iso.datetime().nullable(),
  why: z.string().nullable(),
})
export type ProposalValue = z.infer<typeof proposalValue>
export const PROPOSAL_COLUMNS = Object.keys(proposalValue.shape)

export type Category = ProposalValue["category"]

export interface Proposal {
  /** The student and which of their proposals it is: `s017-1`. */
  readonly id: string
  readonly student: string
  readonly block: string
  readonly title: string
  readonly topic: string
  readonly category: Category
  readonly text: string
  /** ISO 8601, UTC: the earlier one has the topic. */
  readonly submittedAt: string
  readonly state: ProposalValue["state"]
  readonly decidedBy: string | undefined
  readonly decidedAt: string | undefined
  readonly why: string | undefined
}
