import { CourseError } from "../../errors/course-error.js"
import type { Difference } from "../../grading/export/compare-tables.js"
import type { AuditEntry } from "../../grading/gradebook/changes/audit.js"
import { change } from "../../grading/gradebook/changes/change.js"
import type { Database } from "../../grading/gradebook/database.js"

interface Decision {
  readonly who: string
  readonly at: string
  readonly why: string
}

/** Makes an override of each difference that is a changed number of points; all numbers are looked at before the first is written. */
export async function takeOverrides(
  database: Database,
  differences: readonly Difference[],
  { who, at, why }: Decision,
): Promise<AuditEntry[]> {
  const negative = differences.find(({ override }) => override && override.points < 0)
  if (negative)
    throw new CourseError(
      "COURSE_FILE_UNREADABLE",
      `${negative.row}, column "${negative.column}" has fewer than no points.`,
      {
        hint: "Points are a number that is not negative, such as 7 or 7.5. Nothing was taken.",
      },
    )
  const taken: AuditEntry[] = []
  for (const { override } of differences) {
    if (!override) continue
    const { student, scope: subject, points } = override
    const after = { points, who, at, why }
    taken.push(await change(database, { action: "override", student, subject, after, who, at, why }))
  }
  return taken
}
