import { mkdir, open, type FileHandle } from "node:fs/promises"
import path from "node:path"
import { CourseError } from "../../errors/course-error.js"
import type { ExportFile } from "../../grading/export/export-gradebook.js"

/** Writes one file of an export where the person said. Gives its size. */
export async function writeExportFile(file: string, { content }: ExportFile): Promise<number> {
  let handle: FileHandle | undefined
  try {
    await mkdir(path.dirname(file), { recursive: true })
    handle = await open(file, "w")
    let bytes = 0
    for (const piece of content) {
      const { bytesWritten } = await handle.write(Buffer.from(piece))
      bytes += bytesWritten
    }
    return bytes
  } catch (cause) {
    throw new CourseError("COURSE_FILE_UNWRITABLE", `${file} cannot be written: ${String(cause)}`, {
      hint: "Name a place in a folder that is yours.",
      cause,
    })
  } finally {
    await handle?.close()
  }
}

/** Writes an export that is one text to standard output. */
export async function printExport({ content }: ExportFile): Promise<void> {
  for (const piece of content) {
    if (!process.stdout.write(piece)) await new Promise((resolve) => process.stdout.once("drain", resolve))
  }
}
