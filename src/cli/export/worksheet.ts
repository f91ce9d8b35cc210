import { readFile, stat } from "node:fs/promises"
import { CourseError } from "../../errors/course-error.js"
import { reasonOf } from "../../errors/reason-of.js"
import type { ExportFile } from "../../grading/export/export-gradebook.js"
import { capBytes } from "../../grading/export/limits.js"
import type { FilledWorksheet } from "../../grading/export/worksheet/fill.js"
import { oneLine } from "../../reporters/escape.js"

/** So many are named one by one; `--json` has all. */
const NAMED = 20

/** The grading worksheet as Moodle gave it. @throws CourseError COURSE_FILE_UNREADABLE */
export async function readWorksheet(file: string): Promise<string> {
  try {
    capBytes((await stat(file)).size)
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(await readFile(file))
  } catch (cause) {
    if (cause instanceof CourseError) throw cause
    const why = cause instanceof TypeError ? "it is not UTF-8" : reasonOf(cause)
    throw new CourseError("COURSE_FILE_UNREADABLE", `The worksheet ${file} cannot be read: ${why}.`, {
      hint: "Name the file that Moodle gave, as it gave it: the assignment's submissions, Download grading worksheet.",
      cause,
    })
  }
}

export function worksheetFile({ text }: FilledWorksheet): ExportFile {
  return { path: "worksheet.csv", content: [text] }
}

/** What became of the rows, for a person. */
export function worksheetLines({ filled, left, missing, scaled, feedback }: FilledWorksheet): string[] {
  const rows = left.map(({ line, who, why }) => `  line ${line}  ${oneLine(who)}: ${why}`)
  const people = missing.map(({ id, name }) => `  ${oneLine(id)}  ${oneLine(name)}`)
  return [
    `${filled} ${filled === 1 ? "row has its grade" : "rows have their grades"} now.`,
    ...(scaled ? [`Points of ${scaled.from} became the same part of the assignment's ${scaled.to}.`] : []),
    ...(feedback ? [] : ["There is no column for feedback comments: in the assignment, enable that feedback type."]),
    ...(rows.length === 0 ? [] : ["Rows without a grade of this gradebook:", ...first(rows)]),
    ...(people.length === 0 ? [] : ["Students who are in no row:", ...first(people)]),
  ]
}

function first(lines: readonly string[]): string[] {
  return lines.length <= NAMED ? [...lines] : [...lines.slice(0, NAMED), `  and ${lines.length - NAMED} more`]
}
