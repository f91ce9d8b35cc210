import { inspect } from "node:util"
import type { Errors } from "@oclif/core"
import { Ansis } from "ansis"
import { EXIT } from "../errors/codes.js"
import { CourseError } from "../errors/course-error.js"
import { escapeTerminal } from "../reporters/escape.js"
import { colorLevel } from "./streams.js"
import { nearest } from "../errors/nearest.js"

export interface PrintErrorOptions {
  debug: boolean
  /** The ids of all commands, for a suggestion when there is no such command. */
  commands: readonly string[]
  stream: NodeJS.WriteStream
}

/**
 * Prints what happened and what to do next.
 * @returns the exit code that belongs to the error
 */
export function printError(thrown: unknown, { debug, commands, stream }: PrintErrorOptions): number {
  if (isQuietExit(thrown)) return thrown.oclif.exit ?? EXIT.ok
  const error = asCourseError(thrown, commands)
  const paint = new Ansis(colorLevel(stream) ? 1 : 0)
  const lines = [
    `${paint.red.bold("Error:")} ${escapeTerminal(error.message)}`,
    ...(error.hint === undefined ? [] : [escapeTerminal(error.hint)]),
    paint.dim(`(${error.code})`),
  ]
  stream.write(`${lines.join("\n")}\n`)
  if (debug) stream.write(`${escapeTerminal(describeCauses(thrown))}\n`)
  return error.exitCode
}

/** Any thrown value as the error that people and `--json` see. */
export function asCourseError(thrown: unknown, commands: readonly string[] = []): CourseError {
  if (thrown instanceof CourseError) return thrown
  if (isCliError(thrown)) return usageError(thrown, commands)
  if (thrown instanceof Error && (thrown.name === "ExitPromptError" || thrown.name === "AbortPromptError"))
    return new CourseError("COURSE_INTERRUPTED", "Stopped at the question.", { cause: thrown })
  const what = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown)
  return new CourseError("COURSE_BUG", `course itself failed: ${what}`, {
    hint: "Run the same command with --debug and report what it prints.",
    cause: thrown,
  })
}

function usageError(error: Errors.CLIError, commands: readonly string[]): CourseError {
  const missing = /^command (.+) not found$/.exec(error.message)?.[1]
  if (missing === undefined) {
    return new CourseError("COURSE_USAGE", messageOf(error), {
      hint: "Add --help to see what this command takes.",
      cause: error,
    })
  }
  const typed = missing.replaceAll(":", " ")
  const meant = nearest(
    typed,
    commands.map((id) => id.replaceAll(":", " ")),
  )
  return new CourseError("COURSE_USAGE", `There is no command "${typed}".`, {
    hint: meant === undefined ? "Run `course --help` to see all commands." : `Did you mean \`course ${meant}\`?`,
    cause: error,
  })
}

/** What the library says, without what goes without saying. */
function messageOf({ message }: Error): string {
  return message
    .replace(/\nSee more help with --help$/, "")
    .replace(/^The following errors? occurred:\n\s*/, "")
    .replace(/^Missing required flag (\S+)$/, "The flag --$1 is missing.")
}

function isCliError(thrown: unknown): thrown is Errors.CLIError {
  return thrown instanceof Error && "oclif" in thrown
}

function isQuietExit(thrown: unknown): thrown is Errors.ExitError {
  return isCliError(thrown) && "code" in thrown && thrown.code === "EEXIT"
}

/** Stacks of an error and of all that caused it. */
function describeCauses(thrown: unknown): string {
  const stacks: string[] = []
  let each = thrown
  for (let depth = 0; each !== undefined && depth < 10; depth++) {
    stacks.push(each instanceof Error ? (each.stack ?? each.message) : inspect(each))
    each = each instanceof Error ? each.cause : undefined
  }
  return stacks.join("\ncaused by: ")
}
