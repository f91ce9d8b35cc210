import { readFile, rename } from "node:fs/promises"
import writeFileAtomic from "write-file-atomic"
import type { z } from "zod"
import { CourseError } from "../errors/course-error.js"
import { reasonOf } from "../errors/reason-of.js"

/**
 * Reads a JSON file that course wrote. A damaged one is renamed, so that nothing in it is lost, and counts as missing.
 * @returns undefined when there is none
 */
export async function readStateFile<T>(
  file: string,
  schema: z.ZodType<T>,
  warn: (message: string) => void,
): Promise<T | undefined> {
  const text = await readIfThere(file)
  if (text === undefined) return undefined
  const parsed = schema.safeParse(parseJson(text))
  if (parsed.success) return parsed.data
  await putAside(file, warn)
  return undefined
}

/** Writes a JSON file so that a reader sees the old content or the new, never a part. */
export async function writeStateFile(file: string, value: unknown): Promise<void> {
  try {
    await writeFileAtomic(file, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 })
  } catch (cause) {
    throw new CourseError("COURSE_FILE_UNWRITABLE", `${file} cannot be written: ${reasonOf(cause)}`, { cause })
  }
}

/** The text of a file, or undefined when there is none. */
export async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8")
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return undefined
    throw new CourseError("COURSE_FILE_UNREADABLE", `${file} cannot be read: ${reasonOf(cause)}`, { cause })
  }
}

/** Renames a damaged file and says so. */
export async function putAside(file: string, warn: (message: string) => void): Promise<void> {
  const aside = `${file}.damaged-${new Date().toISOString().replaceAll(/[:.]/g, "-")}`
  try {
    await rename(file, aside)
  } catch (cause) {
    throw new CourseError("COURSE_FILE_UNREADABLE", `${file} is damaged and cannot be renamed: ${reasonOf(cause)}`, {
      hint: "Move it away yourself; course then starts a new one.",
      cause,
    })
  }
  warn(`${file} was damaged. It is kept as ${aside}, and a new one is started.`)
}

/** The value of JSON text; undefined, which no schema accepts, when it is none. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
