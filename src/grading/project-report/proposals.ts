import { z } from "zod"
import { CourseError } from "../../errors/course-error.js"
import type { AuditEntry } from "../gradebook/changes/audit.js"
import { change } from "../gradebook/changes/change.js"
import type { Database, Queries } from "../gradebook/database.js"
import { proposalValue, type Category, type Proposal, type ProposalValue } from "./proposal.js"
import { areNear, topicOf } from "./topic.js"

export interface NewProposal {
  readonly student: string
  readonly block: string
  readonly title: string
  readonly category: Category
  readonly text: string
}

/** Who decides, and when (ISO 8601, UTC). */
export interface Deciding {
  readonly who: string
  readonly at: string
}

/** All proposals, the earliest first. */
export async function listProposals(database: Queries): Promise<Proposal[]> {
  const rows = await database.query("select * from course.proposals order by submitted_at, id")
  return z
    .array(proposalValue.extend({ id: z.string(), student: z.string() }))
    .parse(rows)
    .map(({ submitted_at, decided_by, decided_at, why, ...rest }) => ({
      ...rest,
      submittedAt: submitted_at,
      decidedBy: decided_by ?? undefined,
      decidedAt: decided_at ?? undefined,
      why: why ?? undefined,
    }))
}

/**
 * Registers a topic for a student.
 * @returns the proposal, and others that are so alike that a person should compare them
 * @throws CourseError COURSE_USAGE when the topic has somebody, or the student a topic
 */
export async function submitProposal(
  database: Database,
  { student, block, title, category, text }: NewProposal,
  { who, at }: Deciding,
): Promise<{ proposal: Proposal; near: Proposal[]; entry: AuditEntry }> {
  const topic = topicOf(title)
  const earlier = await listProposals(database)
  const own = earlier.filter((each) => each.student === student).length
  const id = `${student}-${own + 1}`
  const value = { block, title, topic, category, text, submitted_at: at }
  const after: ProposalValue = { ...value, state: "submitted", decided_by: null, decided_at: null, why: null }
  const entry = await change(database, { action: "proposal", student, subject: id, after, who, at, why: undefined })
  const near = earlier.filter(
    (each) => each.state !== "rejected" && each.student !== student && areNear(each.topic, topic),
  )
  return { proposal: await findProposal(database, id), near, entry }
}

/**
 * Approves or rejects a proposal, named by its id or by its student's. What is rejected holds its topic no longer.
 * @throws CourseError COURSE_UNKNOWN_ID, or COURSE_USAGE when its topic went to somebody else meanwhile
 */
export async function decideProposal(
  database: Database,
  { id, state, why }: { id: string; state: "approved" | "rejected"; why: string | undefined },
  { who, at }: Deciding,
): Promise<{ proposal: Proposal; entry: AuditEntry }> {
  const proposal = await findProposal(database, id)
  if (proposal.state === state)
    throw new CourseError(
      "COURSE_USAGE",
      `${proposal.id} was ${state} already, by ${proposal.decidedBy ?? "somebody"}.`,
      {
        hint: "All proposals: `course proposal list`.",
      },
    )
  const { student, block, title, topic, category, text, submittedAt } = proposal
  const kept = { block, title, topic, category, text, submitted_at: submittedAt }
  const after: ProposalValue = { ...kept, state, decided_by: who, decided_at: at, why: why ?? null }
  const entry = await change(database, { action: "proposal", student, subject: proposal.id, after, who, at, why })
  return { proposal: await findProposal(database, proposal.id), entry }
}

/** A proposal by its id, or the newest of a student. @throws CourseError COURSE_UNKNOWN_ID */
export async function findProposal(database: Queries, id: string): Promise<Proposal> {
  const all = await listProposals(database)
  const found = all.find((each) => each.id === id) ?? all.filter(({ student }) => student === id).at(-1)
  if (found) return found
  throw new CourseError("COURSE_UNKNOWN_ID", `There is no proposal "${id}".`, {
    hint: "All proposals: `course proposal list`.",
  })
}
