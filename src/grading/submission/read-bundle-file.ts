import { constants } from "node:fs"
import { open, type FileHandle } from "node:fs/promises"
import { CourseError } from "../../errors/course-error.js"
import { MAX_BUNDLE_BYTES } from "./format.js"
import { invalidSubmission } from "./read-bundle.js"

/** The bytes of a bundle's file, which may be anything that somebody uploaded. @throws CourseError */
export async function readBundleFile(file: string): Promise<Buffer> {
  let handle: FileHandle
  try {
    // A pipe without a writer would else keep us waiting for ever.
    handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  } catch (cause) {
    throw unreadable(file, cause)
  }
  try {
    const stat = await handle.stat()
    if (!stat.isFile()) throw invalidSubmission("It is no regular file.")
    if (stat.size > MAX_BUNDLE_BYTES)
      throw invalidSubmission(`It has ${stat.size} bytes, and no submission has more than ${MAX_BUNDLE_BYTES}.`)
    return await handle.readFile()
  } catch (cause) {
    if (cause instanceof CourseError) throw cause
    throw unreadable(file, cause)
  } finally {
    await handle.close()
  }
}

function unreadable(file: string, cause: unknown): CourseError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new CourseError("COURSE_FILE_UNREADABLE", `${file} cannot be read: ${reason}.`, { cause })
}
