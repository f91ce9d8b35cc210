import { z } from "zod"
import { track } from "../../engine/context.js"

export const SUBMISSION_SCHEMA = "course.submission/1"

/** The first line of every bundle. */
export const FIRST_LINE = `${SUBMISSION_SCHEMA}\n`

/** What a signature is for: one that was made for anything else, such as a commit, counts for no submission. */
export const SIGNATURE_NAMESPACE = "course-submission"

/** How a bundle's file ends, so that a folder of hand-ins can hold other files as well. */
export const BUNDLE_SUFFIX = ".submission"

const KiB = 1024
const MiB = 1024 * KiB

/** What a bundle may hold. Names stand for themselves: none is ever made a path. */
export const RECORDS = {
  "recording.json": { type: "application/vnd.course.recording+json", maxBytes: 48 * MiB },
  "report.json": { type: "application/vnd.course.report+json", maxBytes: 16 * MiB },
  "transcript.cast": { type: "application/x-asciicast", maxBytes: 48 * MiB },
  "note.txt": { type: "text/plain; charset=utf-8", maxBytes: 16 * KiB },
} as const
export type RecordName = keyof typeof RECORDS

export const MAX_MANIFEST_BYTES = 64 * KiB
export const MAX_SIGNATURE_BYTES = 16 * KiB
export const MAX_BUNDLE_BYTES = 128 * MiB

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

const listedRecord = z
  .strictObject({
    name: z.enum(["recording.json", "report.json", "transcript.cast", "note.txt"]),
    type: z.string(),
    length: z.number().int().nonnegative(),
    sha256,
  })
  .refine(({ name, type }) => type === RECORDS[name].type, "the media type does not belong to the record")
  .refine(({ name, length }) => length <= RECORDS[name].maxBytes, "the record is larger than it may be")

/** What is signed: it names every record with its length and hash, and so binds all of them. */
export const manifest = z.strictObject({
  schema: z.literal(SUBMISSION_SCHEMA),
  /** Random: no two bundles have the same. */
  id: z.string().regex(/^[0-9a-f]{32}$/),
  /** By the clock of the machine that made it. */
  createdAt: z.iso.datetime(),
  /** The roster's id of the student, where they said it. The key proves who it is. */
  student: z.string().min(1).max(200).optional(),
  track,
  words: z.array(z.string().min(1).max(100)).max(200),
  /** Hash of the checks that the student's own report was judged by. */
  rules: sha256,
  records: z
    .array(listedRecord)
    .min(2)
    .max(Object.keys(RECORDS).length)
    .refine((records) => new Set(records.map(({ name }) => name)).size === records.length, "a record is named twice")
    .refine(
      (records) => ["recording.json", "report.json"].every((name) => records.some((record) => record.name === name)),
      "recording.json and report.json have to be there",
    ),
})
export type Manifest = z.infer<typeof manifest>

/** The line before each part of a bundle. */
export function headerLine(name: string, length: number, hash: string): string {
  return `${name} ${length} ${hash}\n`
}
