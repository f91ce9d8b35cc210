import { randomBytes } from "node:crypto"
import type { Recording } from "../../engine/recording.js"
import type { Report } from "../../engine/report.js"
import { CourseError } from "../../errors/course-error.js"
import { RECORDS, type Manifest, type RecordName } from "./format.js"
import { refuseSecrets, type KnownSecret } from "./refuse-secrets.js"
import { bundleBytes, manifestBytes, type Parts } from "./write-bundle.js"

export interface SubmissionContent {
  readonly recording: Recording
  readonly report: Report
  readonly words: readonly string[]
  readonly student: string | undefined
  readonly note: string | undefined
  /** A recorded shell, asciicast version 2. */
  readonly transcript: Buffer | undefined
  /** What must not get into it. */
  readonly secrets: readonly KnownSecret[]
}

/** Makes the one file that a student hands in. @param sign gives the armoured signature of the manifest */
export async function makeSubmission(
  { recording, report, words, student, note, transcript, secrets }: SubmissionContent,
  sign: (manifest: Buffer) => Promise<string>,
  now = new Date(),
): Promise<{ id: string; bytes: Buffer; signature: string; records: Manifest["records"] }> {
  const parts: Parts = new Map<RecordName, Buffer>([
    ["recording.json", jsonOf(recording)],
    ["report.json", jsonOf(report)],
    ...(transcript === undefined ? [] : [["transcript.cast", transcript] as const]),
    ...(note === undefined ? [] : [["note.txt", Buffer.from(`${note}\n`)] as const]),
  ])
  refuseTooLarge(parts)
  refuseSecrets(parts, secrets)
  const id = randomBytes(16).toString("hex")
  const facts = { id, createdAt: now.toISOString(), ...(student === undefined ? {} : { student }) }
  const signed = manifestBytes({ ...facts, track: report.track, words: [...words], rules: report.rules }, parts)
  const signature = await sign(signed)
  const { records } = JSON.parse(signed.toString()) as Manifest
  return { id, bytes: bundleBytes(signed, signature, parts), signature, records }
}

function jsonOf(value: unknown): Buffer {
  return Buffer.from(`${JSON.stringify(value, null, 1)}\n`)
}

function refuseTooLarge(parts: Parts): void {
  for (const [name, { length }] of parts) {
    const { maxBytes } = RECORDS[name]
    if (length > maxBytes)
      throw new CourseError(
        "COURSE_FILE_UNREADABLE",
        `The record ${name} would be ${length} bytes long, and a submission takes ${maxBytes}.`,
        { hint: "Hand in fewer blocks at once, or a shorter recording or note." },
      )
  }
}
