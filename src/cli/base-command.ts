import { Command, Flags } from "@oclif/core"
import { safeJson } from "../reporters/escape.js"
import { interruption } from "./interruption.js"
import { asCourseError } from "./print-error.js"

/** What all commands share: `--json`, `--debug`, errors with a code, a way to be stopped. */
export abstract class CourseCommand extends Command {
  static override enableJsonFlag = true

  static override baseFlags = {
    debug: Flags.boolean({ description: "Show the stack of an error.", helpGroup: "GLOBAL" }),
  }

  /** Aborts with a `CourseError` when the person presses Ctrl-C. */
  protected get signal(): AbortSignal {
    return interruption()
  }

  /** Says something on standard error, also beside `--json`. */
  protected note(message: string): void {
    process.stderr.write(`${message}\n`)
  }

  protected override async catch(error: Error): Promise<unknown> {
    if (!this.jsonEnabled()) throw error
    const known = asCourseError(error)
    process.exitCode = known.exitCode
    this.logJson(this.toErrorJson(known))
    return undefined
  }

  protected override toErrorJson(error: unknown): unknown {
    const { code, message, hint, exitCode } = asCourseError(error)
    return { error: { code, message, ...(hint === undefined ? {} : { hint }), exitCode } }
  }

  protected override logJson(json: unknown): void {
    process.stdout.write(`${safeJson(json, 2)}\n`)
  }
}
