import { CourseError } from "../../errors/course-error.js"
import type { Parts } from "./write-bundle.js"

/** A secret that course knows of, and what holds it, in words. */
export interface KnownSecret {
  readonly value: string
  readonly where: string
}

const PRIVATE_KEY = /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----/
/** Anything shorter is found by chance. */
const SHORTEST = 4

/**
 * Observations hold no secret, because no probe returns one. What the student adds (a note, a recorded shell) may.
 * @throws CourseError COURSE_FILE_UNREADABLE that names the record and not the secret
 */
export function refuseSecrets(parts: Parts, secrets: readonly KnownSecret[]): void {
  for (const [name, content] of parts) {
    // As it is and as JSON writes it: in a recorded shell a quotation mark has a backslash.
    const found = secrets.find(
      ({ value }) =>
        value.length >= SHORTEST && (content.includes(value) || content.includes(JSON.stringify(value).slice(1, -1))),
    )
    const what = found
      ? `the secret of ${found.where}`
      : PRIVATE_KEY.test(content.toString("latin1")) && "a private key"
    if (what !== false)
      throw new CourseError(
        "COURSE_FILE_UNREADABLE",
        `The record ${name} would hold ${what}, so no submission was written.`,
        {
          hint: "Leave that out: record the shell again without showing it, or hand in without --transcript or --note.",
        },
      )
  }
}
