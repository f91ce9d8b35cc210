import { ERROR_CODES, type ErrorCode } from "./codes.js"

export interface CourseErrorOptions {
  /** What the person can do next, as complete sentences or commands. */
  hint?: string
  cause?: unknown
}

/**
 * The one error type that crosses module borders. `message` says what happened, to which host or file, and why;
 * `hint` says what to do next. The command line prints both and exits with `exitCode`.
 */
export class CourseError extends Error {
  override readonly name = "CourseError"
  readonly code: ErrorCode
  readonly hint: string | undefined

  constructor(code: ErrorCode, message: string, options: CourseErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.hint = options.hint
  }

  get exitCode(): number {
    return ERROR_CODES[this.code].exit
  }
}
