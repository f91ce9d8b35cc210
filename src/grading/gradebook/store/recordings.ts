import { promisify } from "node:util"
import { brotliCompress, brotliDecompress, constants } from "node:zlib"
import { z } from "zod"
import { recording, type Recording } from "../../../engine/recording.js"
import { CourseError } from "../../../errors/course-error.js"
import type { Queries } from "../database.js"

/** Where the size gains little more and the time a lot. */
const QUALITY = 5
/** No recording comes near: what unpacks to more was not written by course. */
const MOST_BYTES = 512 * 1024 * 1024

const compress = promisify(brotliCompress)
const decompress = promisify(brotliDecompress)

export interface PackedRecording {
  readonly encoding: "br"
  readonly body: Uint8Array
}

export async function pack(recorded: Recording): Promise<PackedRecording> {
  const text = Buffer.from(JSON.stringify(recorded))
  const params = { [constants.BROTLI_PARAM_QUALITY]: QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: text.length }
  return { encoding: "br", body: await compress(text, { params }) }
}

const row = z.object({ encoding: z.literal("br"), body: z.instanceof(Uint8Array) })

/** The observations of one attempt; undefined when none were kept. */
export async function readRecording(database: Queries, runId: string, student: string): Promise<Recording | undefined> {
  const [found] = await database.query(
    "select encoding, body from course.recordings where run_id = $1 and student = $2",
    [runId, student],
  )
  if (found === undefined) return undefined
  try {
    const text = await decompress(row.parse(found).body, { maxOutputLength: MOST_BYTES })
    return recording.parse(JSON.parse(text.toString("utf8")))
  } catch (cause) {
    throw new CourseError("COURSE_GRADEBOOK", `The observations of ${student} in run ${runId} cannot be read.`, {
      hint: "Something other than course has changed them. Grade the student anew.",
      cause,
    })
  }
}

/** All observations of a run, one student in memory at a time. */
export async function* recordingsOf(
  database: Queries,
  runId: string,
): AsyncIterable<{ student: string; recording: Recording }> {
  const rows = await database.query("select student from course.recordings where run_id = $1 order by student", [runId])
  for (const { student } of z.array(z.object({ student: z.string() })).parse(rows)) {
    const found = await readRecording(database, runId, student)
    if (found) yield { student, recording: found }
  }
}
