import { existsSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { CourseError } from "../errors/course-error.js"

/** The project's reference-app folder, found upwards from this file: source and compiled files lie at different depths. */
export function referenceAppDir(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const candidate = join(folder, "reference-app")
    if (existsSync(join(folder, "package.json")) && existsSync(candidate)) return candidate
    if (folder === dirname(folder)) {
      throw new CourseError("COURSE_BUG", "The folder reference-app is missing from this installation of course.", {
        hint: "Install course again.",
      })
    }
  }
}
