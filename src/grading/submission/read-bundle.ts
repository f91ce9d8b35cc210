import { z } from "zod"
import { CourseError } from "../../errors/course-error.js"
import {
  FIRST_LINE,
  headerLine,
  manifest as manifestSchema,
  MAX_MANIFEST_BYTES,
  MAX_SIGNATURE_BYTES,
  type Manifest,
  type RecordName,
} from "./format.js"
import { hashOf } from "./write-bundle.js"

/** A bundle whose parts are whole. Who made it is not proven yet: see `verifySigner`. */
export interface Bundle {
  readonly manifest: Manifest
  /** What was signed, to the byte. */
  readonly signed: Buffer
  readonly signature: string
  readonly records: ReadonlyMap<RecordName, Buffer>
}

const LONGEST_HEADER = 120

/**
 * Takes a bundle apart. Everything in it is untrusted: lengths are bounded, names are from a fixed list, nothing becomes a path.
 * @throws CourseError COURSE_SUBMISSION_INVALID that names the part that was changed
 */
export function readBundle(bytes: Buffer): Bundle {
  if (!bytes.subarray(0, FIRST_LINE.length).equals(Buffer.from(FIRST_LINE)))
    throw invalidSubmission("Its first line is not that of a submission: it was changed, or this is another file.")
  const signed = selfDescribed(bytes, FIRST_LINE.length, "manifest", MAX_MANIFEST_BYTES)
  const signature = selfDescribed(bytes, signed.end, "signature", MAX_SIGNATURE_BYTES)
  const manifest = parseManifest(signed.content)
  const records = new Map<RecordName, Buffer>()
  let at = signature.end
  for (const { name, length, sha256 } of manifest.records) {
    const part = exactly(bytes, at, { name, length, sha256 })
    records.set(name, part.content)
    at = part.end
  }
  if (at !== bytes.length)
    throw invalidSubmission(`After its last record there are ${bytes.length - at} bytes that belong to none.`)
  return { manifest, signed: signed.content, signature: signature.content.toString("latin1"), records }
}

interface Part {
  content: Buffer
  /** Where the next part begins. */
  end: number
}

/** Manifest and signature are named by no manifest: their own lines say how long they are. */
function selfDescribed(bytes: Buffer, at: number, name: "manifest" | "signature", most: number): Part {
  const lineEnd = bytes.subarray(at, at + LONGEST_HEADER).indexOf(10)
  const line = bytes.subarray(at, at + Math.max(0, lineEnd)).toString("latin1")
  const [, length, sha256] = /^\w+ (\d{1,10}) ([0-9a-f]{64})$/.exec(line) ?? []
  if (length === undefined || sha256 === undefined || Number(length) > most) throw changed(name)
  return exactly(bytes, at, { name, length: Number(length), sha256 })
}

/** A part that has to be there just so. */
function exactly(
  bytes: Buffer,
  at: number,
  { name, length, sha256 }: { name: string; length: number; sha256: string },
): Part {
  const header = Buffer.from(headerLine(name, length, sha256))
  const start = at + header.length
  const content = bytes.subarray(start, start + length)
  const whole =
    bytes.subarray(at, start).equals(header) &&
    content.length === length &&
    hashOf(content) === sha256 &&
    bytes[start + length] === 10
  if (!whole) throw changed(name)
  return { content, end: start + length + 1 }
}

function parseManifest(content: Buffer): Manifest {
  const parsed = manifestSchema.safeParse(parseJson(content))
  if (parsed.success) return parsed.data
  const schema = z.looseObject({ schema: z.string() }).safeParse(parseJson(content)).data?.schema
  const other = schema !== undefined && schema !== manifestSchema.shape.schema.value
  throw invalidSubmission(
    other
      ? `It has the format "${schema.slice(0, 40)}", which this version of course does not read.`
      : `Its manifest is not valid: ${z.prettifyError(parsed.error).split("\n")[0]?.replace(/^✖ /, "")}.`,
    other ? "Update course, or ask the student to hand in with the version you use." : undefined,
  )
}

/** The value of JSON text; undefined, which no schema accepts, when it is none. */
export function parseJson(content: Buffer): unknown {
  try {
    return JSON.parse(content.toString("utf8")) as unknown
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function changed(name: string): CourseError {
  return invalidSubmission(`Its record ${name} was changed after it was signed, or was cut.`)
}

/** @param message a sentence about "it", the submission */
export function invalidSubmission(
  message: string,
  hint = "Ask the student to hand in again with `course submit`; nothing of it was graded.",
): CourseError {
  return new CourseError("COURSE_SUBMISSION_INVALID", message, { hint })
}
