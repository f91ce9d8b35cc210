import { randomBytes } from "node:crypto"
import { link, rm, writeFile } from "node:fs/promises"
import { CourseError } from "../errors/course-error.js"
import { putAside, readIfThere } from "./state-file.js"

const SEED = /^[0-9a-f]{32}\n?$/

/** The seed in `file`, made there when there is none yet. Two runs that start at once end up with the same one. */
export async function createSeed(file: string, warn: (message: string) => void): Promise<string> {
  const present = await readIfThere(file)
  if (present !== undefined) {
    if (SEED.test(present)) return present.trim()
    await putAside(file, warn)
  }
  await writeOnce(file, `${randomBytes(16).toString("hex")}\n`)
  const made = await readIfThere(file)
  if (made === undefined || !SEED.test(made))
    throw new CourseError("COURSE_FILE_UNREADABLE", `${file} changed while it was created.`, {
      hint: "Run the command again.",
    })
  return made.trim()
}

/** A link appears with its content or not at all, and never replaces what is there. */
async function writeOnce(file: string, text: string): Promise<void> {
  const draft = `${file}.${process.pid}.${randomBytes(4).toString("hex")}`
  try {
    await writeFile(draft, text, { mode: 0o600 })
    await link(draft, file)
  } catch (cause) {
    if (!(cause instanceof Error && "code" in cause && cause.code === "EEXIST"))
      throw new CourseError("COURSE_FILE_UNWRITABLE", `${file} cannot be written: ${String(cause)}`, { cause })
  } finally {
    await rm(draft, { force: true })
  }
}
