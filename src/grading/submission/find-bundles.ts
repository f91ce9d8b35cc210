import { readdir, stat } from "node:fs/promises"
import path from "node:path"
import { CourseError } from "../../errors/course-error.js"
import { BUNDLE_SUFFIX } from "./format.js"

const DEEPEST = 5
const MOST = 10_000

/**
 * The bundles that paths name: a file stands for itself, a folder for all bundles in it and below, as a hand-in tool unpacks them.
 * Links inside folders are not followed.
 * @throws CourseError COURSE_FILE_UNREADABLE
 */
export async function findBundles(paths: readonly string[]): Promise<string[]> {
  const found: string[] = []
  for (const each of paths) {
    const below = await inside(each)
    if (below === undefined) found.push(each)
    else if (below.length > 0) found.push(...below)
    else
      throw new CourseError("COURSE_FILE_UNREADABLE", `${each} holds no file that ends in ${BUNDLE_SUFFIX}.`, {
        hint: "Unpack what the students handed in, and name the folder or the files.",
      })
  }
  const all = [...new Map(found.map((file) => [path.resolve(file), file])).values()]
  if (all.length <= MOST) return all
  throw new CourseError(
    "COURSE_FILE_UNREADABLE",
    `${all.length} submissions are more than the ${MOST} that fit into one import.`,
  )
}

/** The bundles below a folder; undefined for what is none. */
async function inside(place: string): Promise<string[] | undefined> {
  try {
    if (!(await stat(place)).isDirectory()) return undefined
    return await walk(place, DEEPEST)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new CourseError("COURSE_FILE_UNREADABLE", `${place} cannot be read: ${reason}.`, { cause })
  }
}

async function walk(folder: string, depth: number): Promise<string[]> {
  const entries = (await readdir(folder, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1))
  const found: string[] = []
  for (const entry of entries) {
    const place = path.join(folder, entry.name)
    if (entry.isFile() && entry.name.endsWith(BUNDLE_SUFFIX)) found.push(place)
    else if (entry.isDirectory() && depth > 1) found.push(...(await walk(place, depth - 1)))
  }
  return found
}
