import { execa, type Options } from "execa"
import { CourseError } from "../errors/course-error.js"

export interface ToolOptions {
  signal?: AbortSignal | undefined
  input?: string
  cwd?: string
  env?: Record<string, string>
  /** What the command is for, as the subject of an error message: "building the image". */
  purpose: string
  hint?: string
  onLine?: (line: string) => void
}

/**
 * Runs a program of the machine and returns its standard output.
 * @throws CourseError COURSE_LAB_FAILED with the end of its error output; COURSE_INTERRUPTED when the signal stopped it.
 */
export async function runTool(command: string, args: readonly string[], options: ToolOptions): Promise<string> {
  const { signal, input, cwd, env, purpose, hint, onLine } = options
  const settings = {
    reject: false,
    forceKillAfterDelay: 2000,
    ...(signal && { cancelSignal: signal }),
    ...(input === undefined ? { stdin: "ignore" as const } : { input }),
    ...(cwd !== undefined && { cwd }),
    ...(env && { env }),
  } satisfies Options
  const child = execa(command, args, settings)
  if (onLine) {
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      for (const line of text.split("\n")) if (line.trim() !== "") onLine(line.trim())
    })
  }
  const result = await child
  // A Ctrl-C in the terminal reaches the program before our own handler may have run.
  if (signal?.aborted || result.signal === "SIGINT") throw interrupted()
  if (result.failed) {
    const tail = (result.stderr || result.stdout || result.shortMessage || "").split("\n").slice(-8).join("\n").trim()
    throw new CourseError("COURSE_LAB_FAILED", `${purpose} failed: ${command} ${ending(result)}\n${tail}`, {
      ...(hint !== undefined && { hint }),
      cause: result,
    })
  }
  return result.stdout
}

export function interrupted(): CourseError {
  return new CourseError("COURSE_INTERRUPTED", "Stopped before the lab was ready; what had been made is removed.")
}

export function throwIfInterrupted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw interrupted()
}

function ending(result: {
  exitCode?: number | undefined
  signal?: string | undefined
  code?: string | undefined
}): string {
  if (result.code === "ENOENT") return "is not installed."
  return result.signal === undefined ? `exited with status ${result.exitCode ?? "unknown"}.` : `got ${result.signal}.`
}
