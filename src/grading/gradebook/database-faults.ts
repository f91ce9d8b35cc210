import { CourseError } from "../../errors/course-error.js"
import { reasonOf } from "../../errors/reason-of.js"

/** Codes of the system and SQLSTATEs after which a new connection may help. */
const CUT =
  /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN|ENOENT|08...|57P0[123]|53300|40001|40P01)$/
/** What pg says without a code. */
const CUT_MESSAGES =
  /connection terminated|timeout exceeded when trying to connect|connection error|query read timeout/i
/** Resources, permissions, sign-in, a database that is missing, read-only or damaged: nothing that course did wrong. */
const UNUSABLE = /^(08...|25006|28...|3D000|42501|53...|57...|58...|E[A-Z]+|SELF_SIGNED.*|CERT_.*|DEPTH_.*)$/

const SAFE =
  "What was kept before is safe. Once the database is back, `course grade ROSTER --resume` goes on with a run that was cut."

/** May the same be tried again over a new connection? */
export function isCut(error: unknown): boolean {
  const code = codeOf(error)
  return code === undefined ? CUT_MESSAGES.test(reasonOf(error)) : CUT.test(code)
}

/** Any error of a database as the one that people see. */
export function databaseFault(error: unknown, place: string): CourseError {
  if (error instanceof CourseError) return error
  const code = codeOf(error)
  if (isUnanswered(error))
    return new CourseError(
      "COURSE_GRADEBOOK",
      `The server of the gradebook in ${place} does not answer: ${reasonOf(error)}`,
      {
        hint: `Look whether it runs, and whether DATABASE_URL names the right one. ${SAFE}`,
        cause: error,
      },
    )
  if (isCut(error) || code === undefined || UNUSABLE.test(code))
    return new CourseError("COURSE_GRADEBOOK", `The gradebook in ${place} cannot be used: ${reasonOf(error)}`, {
      hint: SAFE,
      cause: error,
    })
  return new CourseError("COURSE_BUG", `The gradebook in ${place} refused a statement: ${reasonOf(error)} (${code})`, {
    hint: "Run the same command with --debug and report what it prints.",
    cause: error,
  })
}

/** Did a connection to a server not come about? */
function isUnanswered(error: unknown): boolean {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error
  return first instanceof Error && "syscall" in first && ["connect", "getaddrinfo"].includes(String(first.syscall))
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined
}
