import type { Observation } from "../engine/observation.js"
import { CourseError } from "../errors/course-error.js"

/** An error as the observation that nothing could be seen because of it. */
export function unobservedBecause({ message, hint, code }: CourseError): Observation {
  return { status: "unobserved", reason: hint === undefined ? message : `${message} ${hint}`, code }
}

/** The person stopped the run. */
export function interrupted(): CourseError {
  return new CourseError("COURSE_INTERRUPTED", "The run was stopped.")
}
