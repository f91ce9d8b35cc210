import { existsSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { CourseError } from "../errors/course-error.js"

/** A folder at the root of this project, found upwards: sources and compiled files lie at different depths. */
export function projectFolder(name: string): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); folder !== dirname(folder); folder = dirname(folder)) {
    // The build has folders of the same names, but no package.json beside them.
    if (existsSync(join(folder, "package.json")) && existsSync(join(folder, name))) return join(folder, name)
  }
  throw new CourseError("COURSE_FILE_UNREADABLE", `The folder ${name} is missing from this installation of course.`, {
    hint: "Clone the project and run the command from there.",
  })
}
