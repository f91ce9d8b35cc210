import { existsSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { CourseError } from "../errors/course-error.js"

/** A folder of the project, found upwards from this file: sources and compiled files lie at different depths. */
export function projectFolder(name: string): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    // The build has a folder of every source folder too, but no package.json beside it.
    if (existsSync(join(folder, "package.json"))) {
      const candidate = join(folder, name)
      if (existsSync(candidate)) return candidate
    }
    if (folder === dirname(folder)) {
      throw new CourseError("COURSE_BUG", `The folder ${name} is missing from this installation of course.`, {
        hint: "Install course again.",
      })
    }
  }
}
