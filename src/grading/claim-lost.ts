import { CourseError } from "../errors/course-error.js"
import type { Claim } from "./model.js"

/** Somebody else may write the results of an attempt now. */
export function claimLost({ student, worker }: Claim): CourseError {
  return new CourseError("COURSE_CLAIM_LOST", `Another worker has taken ${student} over from ${worker}.`, {
    hint: "Nothing is lost: the other worker's results count.",
  })
}
