import { CourseError } from "../../errors/course-error.js"

const REMEDY = 'Save it as UTF-8; in Excel that is the type "CSV UTF-8".'

/** The text of a roster. @throws CourseError COURSE_ROSTER_INVALID naming the first place that is no UTF-8 */
export function decodeText(bytes: Buffer, file: string): string {
  if (bytes.length >= 2 && ["fffe", "feff"].includes(bytes.subarray(0, 2).toString("hex")))
    throw invalid(`${file}:1: the file is UTF-16.`)
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    const { line, column } = firstBad(bytes)
    throw invalid(`${file}:${line}:${column}: here stands something that is no UTF-8.`)
  }
}

/** Invalid bytes become U+FFFD, which hardly stands in a roster by itself; the first one tells the place. */
function firstBad(bytes: Buffer): { line: number; column: number } {
  const text = bytes.toString("utf8")
  const before = text.slice(0, text.indexOf("\ufffd")).split(/\r\n|\r|\n/)
  return { line: before.length, column: (before.at(-1) ?? "").length + 1 }
}

function invalid(message: string): CourseError {
  return new CourseError("COURSE_ROSTER_INVALID", message, { hint: REMEDY })
}
