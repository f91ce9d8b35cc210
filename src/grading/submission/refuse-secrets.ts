import { CourseError } from "../../errors/course-error.js"
import type { RecordName } from "./format.js"
import type { Parts } from "./write-bundle.js"

/** A secret that course knows of, and what holds it, in words. */
export interface KnownSecret {
  readonly value: string
  readonly where: string
}

const PRIVATE_KEY = /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----/
/** What only the student adds. Probes were made to return no secret, and their scripts speak of some by name. */
const ADDED: ReadonlySet<RecordName> = new Set(["note.txt", "transcript.cast"])
/** A random value behind the name of a secret, as a shown .env has it; a placeholder or a variable is none. */
const NAMED =
  /\b(\w*(?:KEY|PASSWORD|SECRET|TOKEN))\s*[=:]\s*[\\"']*(?=[A-Za-z_+/-]*\d)(?=[\d_+/-]*[A-Za-z])[\w+/-]{16,}/i
const IN_ADDRESS = /\b[a-z][a-z0-9+]*:\/\/[^\s:/@"'\\]+:[^\s@"'\\$/]{6,}@/i
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
    const what = found ? `the secret of ${found.where}` : looksSecret(name, content.toString("latin1"))
    if (what !== undefined)
      throw new CourseError(
        "COURSE_FILE_UNREADABLE",
        `The record ${name} would hold ${what}, so no submission was written.`,
        {
          hint: "Leave that out: record the shell again without showing it, or hand in without --transcript or --note.",
        },
      )
  }
}

/** What a record looks to hold, in words without the value. */
function looksSecret(record: RecordName, text: string): string | undefined {
  if (PRIVATE_KEY.test(text)) return "a private key"
  if (!ADDED.has(record)) return undefined
  const name = NAMED.exec(text)?.[1]
  if (name !== undefined) return `what looks like the value of ${name.slice(0, 40)}`
  return IN_ADDRESS.test(text) ? "what looks like a password in an address" : undefined
}
