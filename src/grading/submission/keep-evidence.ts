import { mkdir } from "node:fs/promises"
import path from "node:path"
import writeFileAtomic from "write-file-atomic"
import { CourseError } from "../../errors/course-error.js"
import { BUNDLE_SUFFIX } from "./format.js"
import { hashOf } from "./write-bundle.js"

/**
 * Keeps a bundle to the byte as it was handed in, named by its run and its hash: what a student signed can be shown to them later.
 * @param folder of the gradebook
 * @returns where it is, seen from that folder
 * @throws CourseError COURSE_FILE_UNWRITABLE
 */
export async function keepEvidence(folder: string, runId: string, bytes: Buffer): Promise<string> {
  const place = path.posix.join("submissions", runId, `${hashOf(bytes)}${BUNDLE_SUFFIX}`)
  const file = path.join(folder, place)
  try {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
    await writeFileAtomic(file, bytes, { mode: 0o600 })
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new CourseError("COURSE_FILE_UNWRITABLE", `The bundle cannot be kept as ${file}: ${why}`, {
      hint: "Nothing counts without its evidence. Make room or rights for it, and import the bundle again; what was taken before it is kept.",
      cause,
    })
  }
  return place
}
