import type { Stats } from "node:fs"
import { stat } from "node:fs/promises"
import path from "node:path"
import { CourseError } from "../../errors/course-error.js"
import { gradebookFolder } from "./open.js"

/**
 * The folder of a class that has a gradebook: the named one or that of the named roster, else the nearest from here upwards.
 * @throws CourseError COURSE_GRADEBOOK when there is none
 */
export async function findClassFolder(named: string | undefined, from: string): Promise<string> {
  if (named !== undefined) {
    const place = path.resolve(from, named)
    const folder = (await isFile(place)) ? path.dirname(place) : place
    if (await isFolder(gradebookFolder(folder))) return folder
    throw none(`There is no gradebook in ${folder}.`)
  }
  for (let folder = path.resolve(from); ; folder = path.dirname(folder)) {
    if (await isFolder(gradebookFolder(folder))) return folder
    if (folder === path.dirname(folder)) throw none(`There is no gradebook in ${path.resolve(from)} or above it.`)
  }
}

function none(message: string): CourseError {
  return new CourseError("COURSE_GRADEBOOK", message, {
    hint: "`course grade ROSTER` makes one beside the roster. Name the roster's folder with --gradebook DIR, or a server with DATABASE_URL.",
  })
}

async function isFolder(place: string): Promise<boolean> {
  return (await look(place))?.isDirectory() ?? false
}

async function isFile(place: string): Promise<boolean> {
  return (await look(place))?.isFile() ?? false
}

/** Nothing for what is not there or not ours to look at: in both cases no gradebook that could be opened. */
async function look(place: string): Promise<Stats | undefined> {
  return await stat(place).catch(() => undefined)
}
