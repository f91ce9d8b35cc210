import { readFile } from "node:fs/promises"
import { z } from "zod"
import { loadCatalog } from "../catalog/load-catalog.js"
import { placedChecks } from "../engine/catalog.js"
import { judgePlan, type Judged } from "../engine/judge.js"
import { makeReport } from "../engine/make-report.js"
import { openRecording, recording, type Recording } from "../engine/recording.js"
import type { Report } from "../engine/report.js"
import { CourseError } from "../errors/course-error.js"
import { reasonOf } from "../errors/reason-of.js"

/** Reads a recording and proves that it is one. */
export async function readRecording(file: string): Promise<Recording> {
  let text: string
  try {
    text = await readFile(file, "utf8")
  } catch (cause) {
    throw new CourseError("COURSE_FILE_UNREADABLE", `${file} cannot be read: ${reasonOf(cause)}`, { cause })
  }
  const parsed = recording.safeParse(parseJson(text, file))
  if (parsed.success) return parsed.data
  throw new CourseError("COURSE_FILE_UNREADABLE", `${file} is no recording:\n${z.prettifyError(parsed.error)}`, {
    hint: "A recording is written by `course check --record FILE`.",
    cause: parsed.error,
  })
}

/** Judges what was recorded with the checks of today. `unknown` are the checks that no longer exist. */
export async function judgeRecording(
  recorded: Recording,
): Promise<{ report: Report; judged: Judged[]; unknown: string[] }> {
  const catalog = await loadCatalog({ words: recorded.checks.map(({ id }) => id) })
  const { checks, observations, unknown } = openRecording(recorded, placedChecks(catalog, recorded.context.track))
  const judged = judgePlan(checks, observations, recorded.context)
  return { report: makeReport(judged, { ...recorded, rules: catalog.rules }), judged, unknown }
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (cause) {
    throw new CourseError("COURSE_FILE_UNREADABLE", `${file} is not JSON: ${reasonOf(cause)}`, {
      hint: "A recording is written by `course check --record FILE`.",
      cause,
    })
  }
}
