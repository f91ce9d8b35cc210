import { z } from "zod"
import { CourseError } from "../../errors/course-error.js"
import type { Queries } from "../gradebook/database.js"
import type { ProposalValue } from "./proposal.js"

const holder = z.array(z.object({ student: z.string(), id: z.string(), title: z.string(), submitted_at: z.string() }))

/**
 * First come, first served: a topic of a block has one student, and a student one topic. What was rejected holds nothing.
 * @throws CourseError COURSE_USAGE naming who has it
 */
export async function refuseTaken(
  tx: Queries,
  { student, subject }: { student: string | undefined; subject: string },
  { block, topic, state }: ProposalValue,
): Promise<void> {
  if (state === "rejected") return
  const rows = await tx.query(
    `select student, id, title, submitted_at from course.proposals
     where state <> 'rejected' and id <> $1 and (student = $2 or (block = $3 and topic = $4)) order by submitted_at limit 1`,
    [subject, student ?? "", block, topic],
  )
  const [other] = holder.parse(rows)
  if (!other) return
  const what = `"${other.title}" (${other.id}, ${other.submitted_at})`
  if (other.student === student)
    throw new CourseError("COURSE_USAGE", `${other.student} has a proposal already: ${what}.`, {
      hint: `A student has one topic. To let go of it: course proposal reject ${other.id} --why "..."`,
    })
  throw new CourseError("COURSE_USAGE", `${other.student} has this topic of ${block} already: ${what}.`, {
    hint: "Topics are unique in a class, first come, first served. Choose another one, or agree on a clear difference and name it in the title.",
  })
}
