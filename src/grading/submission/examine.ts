import type { Catalog } from "../../engine/catalog.js"
import type { Settings } from "../../engine/context.js"
import { oneLine } from "../../reporters/escape.js"
import type { AttemptNote, AttemptOutcome } from "../model.js"
import type { Manifest } from "./format.js"
import { judgeRecordingOf, readOwnReport, readRecordingOf } from "./judge-submission.js"
import type { Entry } from "./ledger.js"
import { invalidSubmission, type Bundle } from "./read-bundle.js"
import type { Signers } from "./signers.js"
import { suspicions, withOwnDemands } from "./suspicions.js"
import { hashOf } from "./write-bundle.js"

/** A bundle that is what its student signed, judged by the instructor's rules. */
export interface Examined {
  readonly entry: Entry
  readonly manifest: Manifest
  readonly outcome: AttemptOutcome
}

export interface ExamineDeps {
  signers: Pick<Signers, "verify">
  catalog: Catalog
  /** Hash of the instructor's rules as they are loaded for these words: a part of them, where blocks are named. */
  rulesFor: (words: readonly string[]) => Promise<string>
  settingsOf: (student: string) => Settings
  now: () => Date
}

/** Clocks of students may be a little ahead. */
const AHEAD_MS = 10 * 60_000

/** @throws CourseError COURSE_SUBMISSION_INVALID */
export async function examine(
  bundle: Bundle,
  { signers, catalog, rulesFor, settingsOf, now }: ExamineDeps,
): Promise<Examined> {
  const { manifest } = bundle
  const { student, fingerprint } = await signers.verify(bundle)
  const theirs = readRecordingOf(bundle)
  const report = readOwnReport(bundle)
  const latest = [manifest.createdAt, theirs.finishedAt].sort().at(-1) ?? ""
  if (Date.parse(latest) > now().getTime() + AHEAD_MS)
    throw invalidSubmission(
      `It says it was made at ${latest}, which is still to come.`,
      "Ask the student to set the clock right and to hand in again, or look at your own clock.",
    )
  const { recording, changed } = withOwnDemands(theirs, settingsOf(student))
  // By the words, or by what was recorded, where a recording was handed in.
  const sameRules = [await rulesFor(manifest.words), await rulesFor(theirs.checks.map(({ id }) => id))]
  const judged = judgeRecordingOf(recording, report, catalog, sameRules)
  const said = [
    `Self-reported: the student observed it from ${theirs.startedAt} to ${theirs.finishedAt} by their own clock, and signed it with ${fingerprint}.`,
    ...(changed.length > 0
      ? [`Judged by your own ${changed.join(", ")}, because course.yaml of the student has others.`]
      : []),
    ...suspicions(catalog, manifest, theirs, judged),
    ...noteOf(bundle),
  ]
  const at = now().toISOString()
  return {
    manifest,
    entry: {
      id: manifest.id,
      observations: hashOf(bundle.records.get("recording.json") ?? Buffer.alloc(0)),
      student,
      signedWith: fingerprint,
      madeAt: manifest.createdAt,
    },
    outcome: {
      state: recording.hosts.some(({ reachable }) => reachable) ? "graded" : "unobserved",
      report: judged.report,
      recording,
      notes: said.map((message): AttemptNote => ({ at, kind: "flag", code: undefined, message })),
    },
  }
}

function noteOf({ records }: Bundle): string[] {
  const note = oneLine(records.get("note.txt")?.toString("utf8") ?? "")
  return note === "" ? [] : [`The student writes: ${note.slice(0, 1_000)}`]
}
