import { mkdir, mkdtemp, readdir, readFile, realpath, rename, rm, writeFile } from "node:fs/promises"
import path from "node:path"
import { CourseError } from "../../errors/course-error.js"
import { renderBook, type BookInput } from "./book.js"
import type { Reading } from "../reading.js"

export interface WrittenBook {
  folder: string
  pages: number
  files: number
  bytes: number
  reading: Reading
}

/** Names what the book wrote into its folder: only such a folder is replaced. */
const MARKER = ".course-book"
const MARKER_TITLE = "Written by `course read --html`, which replaces these files:"

/**
 * Writes the book as a folder that works from a disk and from any web server. It is built beside its place and takes it by one
 * rename, so that nobody sees half a book. @throws CourseError COURSE_FILE_UNWRITABLE where something else lies there
 */
export async function writeBook(folder: string, input: BookInput): Promise<WrittenBook> {
  const target = await placeOf(folder)
  const { files, pages, reading } = renderBook(input)
  await refuseForeign(target)
  const contents = [...files, [MARKER, `${[MARKER_TITLE, ...files.keys()].join("\n")}\n`] as const]
  try {
    await mkdir(path.dirname(target), { recursive: true })
    await replace(target, contents)
  } catch (error) {
    throw unwritable(target, error)
  }
  const bytes = [...files.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0)
  return { folder: target, pages, files: files.size, bytes, reading }
}

/** Where a link leads: the folder behind it is replaced, not the link. */
async function placeOf(folder: string): Promise<string> {
  try {
    return await realpath(folder)
  } catch (error) {
    if (hasCode(error, "ENOENT")) return path.resolve(folder)
    throw unwritable(folder, error)
  }
}

async function refuseForeign(target: string): Promise<void> {
  const present = await namesIn(target)
  if (present === undefined || present.length === 0) return
  const own = await ownNames(target)
  const foreign = present.filter((name) => !own.has(name)).sort()
  if (foreign.length === 0) return
  const shown = foreign.slice(0, 3).join(", ") + (foreign.length > 3 ? " and more" : "")
  throw new CourseError("COURSE_FILE_UNWRITABLE", `${target} holds what is not of a book: ${shown}.`, {
    hint: "Nothing was changed. Name a folder that is empty, new, or an earlier book without other files.",
  })
}

async function namesIn(folder: string): Promise<string[] | undefined> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined
    throw unwritable(folder, error)
  }
}

async function ownNames(folder: string): Promise<Set<string>> {
  try {
    const [title, ...names] = (await readFile(path.join(folder, MARKER), "utf8")).trimEnd().split("\n")
    return new Set(title === MARKER_TITLE ? [MARKER, ...names] : [])
  } catch (error) {
    if (hasCode(error, "ENOENT")) return new Set()
    throw unwritable(folder, error)
  }
}

async function replace(target: string, files: readonly (readonly [name: string, text: string])[]): Promise<void> {
  const aside = await mkdtemp(`${target}.`)
  try {
    const next = path.join(aside, "next")
    const last = path.join(aside, "last")
    await mkdir(next)
    for (const [name, text] of files) await writeFile(path.join(next, name), text)
    const had = await moved(target, last)
    try {
      await rename(next, target)
    } catch (error) {
      if (had) await rename(last, target)
      throw error
    }
  } finally {
    await rm(aside, { recursive: true, force: true })
  }
}

async function moved(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to)
    return true
  } catch (error) {
    if (hasCode(error, "ENOENT")) return false
    throw error
  }
}

function unwritable(target: string, cause: unknown): CourseError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new CourseError("COURSE_FILE_UNWRITABLE", `The book cannot be written to ${target}: ${reason}`, {
    hint: "Name another folder, or make this one writable.",
    cause,
  })
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code
}
