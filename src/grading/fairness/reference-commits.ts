import { readFile } from "node:fs/promises"
import path from "node:path"
import { z } from "zod"
import { CourseError } from "../../errors/course-error.js"
import { projectFolder } from "../../reference/project-folder.js"

const commits = z.record(z.string(), z.array(z.string().regex(/^[0-9a-f]{40}$/)))

/** Commits of the reference service on any track: whoever brought a machine to one of its tags has them, and copied from nobody. */
export async function referenceCommits(): Promise<ReadonlySet<string>> {
  const file = path.join(projectFolder("reference-app"), "history/commits.json")
  try {
    return new Set(Object.values(commits.parse(JSON.parse(await readFile(file, "utf8")))).flat())
  } catch (cause) {
    throw new CourseError("COURSE_FILE_UNREADABLE", `${file} does not list the reference's commits.`, {
      hint: "Install course again, or note them as they are built now: course lint --publish",
      cause,
    })
  }
}
