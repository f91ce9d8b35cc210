import { readFile } from "node:fs/promises"
import { CourseError } from "../../errors/course-error.js"
import { openCast } from "../../shell/recording/cast-reader.js"
import { describeCast } from "../../shell/recording/describe-cast.js"

/** The bytes of a recorded shell, proven to be one. @throws CourseError COURSE_FILE_UNREADABLE */
export async function readTranscript(file: string): Promise<Buffer> {
  const cast = await openCast(file)
  try {
    await describeCast(cast, file)
  } finally {
    await cast.close()
  }
  try {
    return await readFile(file)
  } catch (cause) {
    throw new CourseError("COURSE_FILE_UNREADABLE", `${file} cannot be read: ${String(cause)}`, { cause })
  }
}
