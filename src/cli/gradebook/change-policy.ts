import { CourseError } from "../../errors/course-error.js"
import type { GradingPolicy } from "../../grading/model.js"
import type { Outline } from "../../grading/score/outline.js"
import { findBlock } from "./lookup.js"
import { gradesFrom, lateFrom, momentFrom } from "./values.js"

export interface PolicyFlags {
  readonly count: string | undefined
  readonly due: readonly string[] | undefined
  readonly late: string | undefined
  readonly grace: number | undefined
  readonly grades: string | undefined
}

/** The policy with what the flags change; undefined when they change nothing. */
export async function changedPolicy(
  policy: GradingPolicy,
  { count, due, late, grace, grades }: PolicyFlags,
  outline: Outline,
): Promise<GradingPolicy | undefined> {
  if ([count, due, late, grace, grades].every((flag) => flag === undefined)) return undefined
  const graceDays = grace ?? (policy.late.kind === "percent" ? policy.late.graceDays : 0)
  const changed = late !== undefined ? lateFrom(late, graceDays) : withGrace(policy.late, grace)
  if (grace !== undefined && changed.kind === "none")
    throw new CourseError("COURSE_USAGE", "Days of grace mean nothing while being late costs nothing.", {
      hint: "Add --late 20%/day.",
    })
  return {
    count: count === "best" || count === "last" ? count : policy.count,
    due: withDue(policy.due, due ?? [], outline),
    late: changed,
    grades: grades === undefined ? policy.grades : await gradesFrom(grades),
  }
}

function withGrace(late: GradingPolicy["late"], grace: number | undefined): GradingPolicy["late"] {
  return late.kind === "none" || grace === undefined ? late : { ...late, graceDays: grace }
}

/** `block5=2026-06-01` sets, `block5=none` takes away. */
function withDue(due: GradingPolicy["due"], words: readonly string[], outline: Outline): GradingPolicy["due"] {
  const all = new Map(Object.entries(due))
  for (const word of words) {
    const [block = "", moment] = word.split(/=(.*)/s)
    if (moment === undefined)
      throw new CourseError("COURSE_USAGE", `"${word}" says no date.`, { hint: "Write --due block5=2026-06-01." })
    if (moment === "none") all.delete(findBlock(outline, block))
    else all.set(findBlock(outline, block), momentFrom(moment))
  }
  return Object.fromEntries([...all].sort(([a], [b]) => a.localeCompare(b, "en", { numeric: true })))
}

/** The policy in words. */
export function describePolicy({ count, due, late, grades }: GradingPolicy): string {
  const dates = Object.entries(due).map(([block, at]) => `  ${block} is due ${new Date(at).toLocaleString("sv-SE")}`)
  return [
    count === "best" ? "The best attempt of each block counts." : "The newest proven result counts.",
    late.kind === "none"
      ? "Being late costs nothing."
      : `Each begun day after ${late.graceDays} ${late.graceDays === 1 ? "day" : "days"} of grace costs ${late.percentPerDay} % of the points.`,
    ...(dates.length > 0 ? dates : ["No block has a date on which it is due."]),
    grades.length === 0
      ? "There is no table of grades."
      : `Grades: ${grades.map(({ grade, from }) => `${grade} from ${from} %`).join(", ")}.`,
  ].join("\n")
}
