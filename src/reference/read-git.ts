import { execa } from "execa"
import { CourseError } from "../errors/course-error.js"

/** No setting of the person or the machine may change what Git says of a reference repository. */
export const isolatedGit = {
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_SYSTEM: "/dev/null",
  GIT_CONFIG_COUNT: "1",
  GIT_CONFIG_KEY_0: "safe.directory",
  GIT_CONFIG_VALUE_0: "*",
}

/** Asks Git something about a repository on this machine. @returns what it printed @throws CourseError COURSE_FILE_UNREADABLE */
export async function readGit(repository: string, args: readonly string[], signal?: AbortSignal): Promise<string> {
  const result = await execa("git", ["-C", repository, ...args], {
    reject: false,
    env: isolatedGit,
    ...(signal && { cancelSignal: signal }),
  })
  signal?.throwIfAborted()
  if (!result.failed) return result.stdout
  throw new CourseError(
    "COURSE_FILE_UNREADABLE",
    `git ${args[0]} failed in ${repository}: ${result.stderr || result.shortMessage}`,
    { hint: "Git 2.28 or newer is needed on the machine that runs course.", cause: result },
  )
}
