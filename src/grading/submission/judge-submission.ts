import type { z } from "zod"
import { placedChecks, type Catalog } from "../../engine/catalog.js"
import { judgePlan } from "../../engine/judge.js"
import { makeReport } from "../../engine/make-report.js"
import { openRecording, recording as recordingSchema, type Recording } from "../../engine/recording.js"
import { report as reportSchema, type Report } from "../../engine/report.js"
import { invalidSubmission, parseJson, type Bundle } from "./read-bundle.js"

/** What a submission comes to by the instructor's rules. */
export interface JudgedSubmission {
  readonly report: Report
  /** Where the student's own report says otherwise. It is never trusted, only compared. */
  readonly differences: readonly { readonly check: string; readonly theirs: string; readonly ours: string }[]
  /** The student's report was judged by other rules than these. */
  readonly otherRules: boolean
  /** Checks of the recording that these rules do not have. */
  readonly unknown: readonly string[]
}

/** Course itself keeps no more of one observation. */
const MOST_TEXT = 4 * 1024 * 1024
const MOST_CHECKS = 5_000
const MOST_OBSERVATIONS = 20_000

/** The observations of a bundle. @throws CourseError COURSE_SUBMISSION_INVALID when they are none */
export function readRecordingOf(bundle: Bundle): Recording {
  const recording = parsed(bundle, "recording.json", recordingSchema)
  refuseFlood(recording)
  if (recording.context.track !== bundle.manifest.track)
    throw invalidSubmission("Its manifest and its record recording.json tell different tracks.")
  return recording
}

/** What the student's own course made of them. */
export function readOwnReport(bundle: Bundle): Report {
  return parsed(bundle, "report.json", reportSchema)
}

/**
 * Judges observations anew.
 * @param sameRules hashes of the instructor's own rules, as whoever asked only for these blocks has them
 */
export function judgeRecordingOf(
  recording: Recording,
  theirs: Report,
  catalog: Catalog,
  sameRules: readonly string[],
): JudgedSubmission {
  const { checks, observations, unknown } = openRecording(recording, placedChecks(catalog, recording.context.track))
  // Points that a catch-up brought are told by the student's machine alone, and telling them is to nobody's advantage.
  const assisted = new Set(theirs.checks.filter((check) => check.assisted).map(({ id }) => id))
  const report = makeReport(judgePlan(checks, observations, recording.context), {
    ...recording,
    rules: catalog.rules,
    assisted,
  })
  return { report, differences: differencesOf(theirs, report), otherRules: !sameRules.includes(theirs.rules), unknown }
}

function differencesOf(theirs: Report, ours: Report): JudgedSubmission["differences"] {
  const said = new Map(theirs.checks.map((check) => [check.id, check.status]))
  const told = ours.checks.flatMap(({ id, status }) => {
    const theirStatus = said.get(id) ?? "nothing"
    return theirStatus === status ? [] : [{ check: id, theirs: theirStatus, ours: status }]
  })
  const judged = new Set(ours.checks.map(({ id }) => id))
  const more = theirs.checks.filter(({ id }) => !judged.has(id))
  return [...told, ...more.map(({ id, status }) => ({ check: id, theirs: status, ours: "nothing" }))]
}

function parsed<T>(bundle: Bundle, name: "recording.json" | "report.json", schema: z.ZodType<T>): T {
  const result = schema.safeParse(parseJson(bundle.records.get(name) ?? Buffer.alloc(0)))
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw invalidSubmission(
    `Its record ${name} is whole, yet not what course writes: ${[issue?.path.join("."), issue?.message].filter(Boolean).join(": ").slice(0, 300)}.`,
  )
}

function refuseFlood({ checks, observations }: Recording): void {
  const all = Object.values(observations)
  const longest = Math.max(0, ...all.map(({ observation }) => textOf(observation)))
  if (checks.length > MOST_CHECKS || all.length > MOST_OBSERVATIONS || longest > MOST_TEXT)
    throw invalidSubmission("Its record recording.json holds more than any run of course observes.")
}

function textOf(observation: Recording["observations"][string]["observation"]): number {
  switch (observation.status) {
    case "done":
    case "timeout":
      return Math.max(observation.stdout.length, observation.stderr.length)
    case "response":
      return observation.body.length
    default:
      return 0
  }
}
