import writeFileAtomic from "write-file-atomic"
import { CourseError } from "../../errors/course-error.js"

/** Writes a bundle as a whole, readable for its owner alone. */
export async function writeBundle(file: string, bytes: Buffer): Promise<void> {
  try {
    await writeFileAtomic(file, bytes, { mode: 0o600 })
  } catch (cause) {
    throw new CourseError("COURSE_FILE_UNWRITABLE", `${file} cannot be written: ${String(cause)}`, {
      hint: "Name a file in a folder that exists and is yours: --output FILE.",
      cause,
    })
  }
}
