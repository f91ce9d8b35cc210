import { open, type FileHandle } from "node:fs/promises"
import type { z } from "zod"
import { CourseError } from "../../errors/course-error.js"
import { reasonOf } from "../../errors/reason-of.js"
import { castEvent, castHeader, type CastEvent, type CastHeader } from "./cast.js"

const CHUNK_BYTES = 64 * 1024
/** A line that is longer was not written by a recorder. */
const LONGEST_LINE = 16 * 1024 * 1024

/** An open asciicast. Events are read while they are played: a recording may be long. */
export interface CastReader {
  readonly header: CastHeader
  /**
   * @throws CourseError COURSE_FILE_UNREADABLE with the line that is no event. A last line that was cut while it was written is
   * passed over.
   */
  events(): AsyncGenerator<CastEvent>
  close(): Promise<void>
}

/** @throws CourseError COURSE_FILE_UNREADABLE when the file is no asciicast, version 2 */
export async function openCast(file: string): Promise<CastReader> {
  let handle: FileHandle
  try {
    handle = await open(file, "r")
  } catch (cause) {
    throw unreadable(`${file} cannot be read: ${reasonOf(cause)}.`, cause)
  }
  const lines = linesOf(handle, file)
  try {
    const first = await lines.next()
    if (first.done) throw unreadable(`${file} is empty.`)
    const header = parseLine(castHeader, first.value, file, "the header of an asciicast, version 2")
    return { header, events: () => eventsOf(lines, file), close: () => handle.close() }
  } catch (error) {
    await handle.close()
    throw error
  }
}

interface Line {
  number: number
  text: string
  /** Has a line end. */
  whole: boolean
}

async function* eventsOf(lines: AsyncGenerator<Line>, file: string): AsyncGenerator<CastEvent> {
  for await (const line of lines) {
    if (line.text.trim() === "") continue
    if (!line.whole && json(line.text) === undefined) return
    yield parseLine(castEvent, line, file, 'an event, such as [1.5, "o", "text"]')
  }
}

async function* linesOf(handle: FileHandle, file: string): AsyncGenerator<Line> {
  const chunk = Buffer.alloc(CHUNK_BYTES)
  let parts: Buffer[] = []
  let length = 0
  let number = 1
  try {
    for (;;) {
      const { bytesRead } = await handle.read(chunk, 0, CHUNK_BYTES)
      if (bytesRead === 0) break
      let from = 0
      for (let end = chunk.indexOf(10); end !== -1 && end < bytesRead; end = chunk.indexOf(10, from)) {
        yield { number, text: Buffer.concat([...parts, chunk.subarray(from, end)]).toString("utf8"), whole: true }
        number++
        from = end + 1
        parts = []
        length = 0
      }
      parts.push(Buffer.from(chunk.subarray(from, bytesRead)))
      length += bytesRead - from
      if (length > LONGEST_LINE) throw unreadable(`${file}:${number}: the line is longer than any of a recording.`)
    }
  } catch (cause) {
    if (cause instanceof CourseError) throw cause
    throw unreadable(`${file} cannot be read: ${reasonOf(cause)}.`, cause)
  }
  if (length > 0) yield { number, text: Buffer.concat(parts).toString("utf8"), whole: false }
}

function parseLine<T>(schema: z.ZodType<T>, { number, text }: Line, file: string, expected: string): T {
  const parsed = schema.safeParse(json(text))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const why = issue ? ` (${[issue.path.join("."), issue.message].filter((part) => part !== "").join(": ")})` : ""
  throw unreadable(`${file}:${number}: this line is not ${expected}${why}.`, parsed.error)
}

/** The value of JSON text; undefined, which no schema accepts, when it is none. */
function json(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function unreadable(message: string, cause?: unknown): CourseError {
  return new CourseError("COURSE_FILE_UNREADABLE", message, {
    hint: "A recording of a shell is written by `course shell HOST --record FILE`.",
    cause,
  })
}
