import { CourseError } from "../errors/course-error.js"

/**
 * Asks a person to agree before something is changed. The question goes to standard error.
 * @throws CourseError COURSE_USAGE where nobody can be asked
 */
export async function confirmChange(question: string): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stderr.isTTY)
    throw new CourseError("COURSE_USAGE", "There is no terminal to ask at. Nothing was changed.", {
      hint: "Add --yes to go ahead, or --dry-run to see the plan alone.",
    })
  const { confirm } = await import("@inquirer/prompts")
  return await confirm({ message: question, default: false }, { output: process.stderr })
}
