import { readFile } from "node:fs/promises"
import { parse } from "yaml"
import { CourseError } from "../../errors/course-error.js"
import { gradeTable } from "../../grading/gradebook/read-policy.js"
import type { GradingPolicy } from "../../grading/model.js"

/** Points as a person types them: `7`, `7.5`. @throws CourseError COURSE_USAGE */
export function pointsFrom(text: string, what = "Points"): number {
  const points = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN
  if (Number.isFinite(points)) return points
  throw usage(`${what} are a number that is not negative, such as 7 or 7.5, and not "${text}".`)
}

/**
 * A moment as a person types it, in the time zone of this machine unless it says another: `2026-06-01` means the end of that day.
 * @returns ISO 8601, UTC. @throws CourseError COURSE_USAGE
 */
export function momentFrom(text: string): string {
  const day = /^(\d{4}-\d{2}-\d{2})$/.exec(text)?.[1]
  const moment = new Date(day === undefined ? text : `${day}T23:59:59`)
  const wellFormed = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/.test(text)
  if (wellFormed && !Number.isNaN(moment.getTime())) return moment.toISOString()
  throw usage(`"${text}" is no moment. Write 2026-06-01, which means the end of that day, or 2026-06-01T18:00.`)
}

/** `none` or `20%/day`. @throws CourseError COURSE_USAGE */
export function lateFrom(text: string, graceDays: number): GradingPolicy["late"] {
  if (text === "none") return { kind: "none" }
  const percentPerDay = Number(/^(\d+(?:\.\d+)?)\s*%?\/day$/.exec(text)?.[1] ?? Number.NaN)
  if (percentPerDay >= 0 && percentPerDay <= 100) return { kind: "percent", percentPerDay, graceDays }
  throw usage(`"${text}" says not what being late costs. Write none, or 20%/day.`)
}

/** A table of grades from a YAML or JSON file: `"1.0": 95`, or a list of `grade` and `from`. */
export async function gradesFrom(file: string): Promise<GradingPolicy["grades"]> {
  if (file === "none") return []
  let content: unknown
  try {
    content = parse(await readFile(file, "utf8"))
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new CourseError("COURSE_FILE_UNREADABLE", `${file} cannot be read: ${why}`, { cause })
  }
  const list =
    typeof content === "object" && content !== null && !Array.isArray(content)
      ? Object.entries(content).map(([grade, from]) => ({ grade, from: from as unknown }))
      : content
  const grades = gradeTable.min(1).safeParse(list)
  if (grades.success) return grades.data.sort((a, b) => b.from - a.from)
  throw new CourseError("COURSE_FILE_UNREADABLE", `${file} is no table of grades.`, {
    hint: 'It lists each grade with the percent it needs at least: `"1.0": 95`, one a line.',
    cause: grades.error,
  })
}

function usage(message: string): CourseError {
  return new CourseError("COURSE_USAGE", message)
}
