import { writeFile } from "node:fs/promises"
import { Flags } from "@oclif/core"
import type { Report } from "../engine/report.js"
import { CourseError } from "../errors/course-error.js"
import { FORMATS, renderReport, type Format } from "../reporters/formats.js"
import { colorLevel, unicodeOf, widthOf } from "./streams.js"

/** The flags of commands that end with a report. */
export const formatFlags = {
  format: Flags.option({ options: FORMATS })({
    description: "How to write the report.",
    default: "terminal",
    helpGroup: "REPORT",
  }),
  output: Flags.string({
    char: "o",
    description: "Write the report to a file instead of standard output.",
    helpValue: "FILE",
    helpGroup: "REPORT",
  }),
}

/** Writes a report where the flags say. With `--json` and no file, oclif prints what the command returns. */
export async function deliver(
  report: Report,
  { format, output, json = false }: { format: Format; output?: string | undefined; json?: boolean | undefined },
): Promise<void> {
  if (output === undefined && json) return
  const toTerminal = output === undefined
  const text = await renderReport(report, json ? "json" : format, {
    width: toTerminal ? widthOf(process.stdout) : 80,
    color: toTerminal && colorLevel(process.stdout),
    unicode: toTerminal ? unicodeOf() : true,
  })
  if (output === undefined) process.stdout.write(text)
  else await writeResult(output, text)
}

/** Writes a file that the person named. */
export async function writeResult(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text)
  } catch (cause) {
    throw new CourseError("COURSE_FILE_UNWRITABLE", `${file} cannot be written: ${String(cause)}`, {
      hint: "Name a file in a folder that exists and is yours.",
      cause,
    })
  }
}
