import { CourseError } from "../../errors/course-error.js"
import type { Roster, RosterStudent } from "../../inventory/roster/roster.js"
import { nearest } from "../../errors/nearest.js"

/** The students that `--only` names, or all. @throws CourseError COURSE_UNKNOWN_ID */
export function chooseStudents({ path, students }: Roster, only: readonly string[]): readonly RosterStudent[] {
  if (only.length === 0) return students
  const ids = students.map(({ student }) => student.id)
  for (const id of only) {
    if (ids.includes(id)) continue
    const meant = nearest(id, ids)
    throw new CourseError("COURSE_UNKNOWN_ID", `${path} has no student "${id}".`, {
      hint: meant === undefined ? "The first column of the roster holds the ids." : `Did you mean ${meant}?`,
    })
  }
  return students.filter(({ student }) => only.includes(student.id))
}
