import { CourseError } from "../errors/course-error.js"
import type { Prompter } from "../transport/ports.js"
import type { Progress } from "./progress.js"
import { escapeTerminal } from "../reporters/escape.js"

/** Asks on the terminal; undefined where none is there to ask at. */
export function terminalPrompter({ progress }: { progress?: Pick<Progress, "pause" | "resume"> | undefined } = {}):
  Prompter | undefined {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return undefined
  return {
    secret: async (question) => {
      progress?.pause()
      try {
        return await askSecret(question)
      } finally {
        progress?.resume()
      }
    },
  }
}

async function askSecret(question: string): Promise<string | undefined> {
  const { password } = await import("@inquirer/prompts")
  try {
    const answer = await password({ message: escapeTerminal(question).trim(), mask: false }, { output: process.stderr })
    return answer === "" ? undefined : answer
  } catch (error) {
    if (error instanceof Error && error.name === "ExitPromptError")
      throw new CourseError("COURSE_INTERRUPTED", "Stopped at the question.", { cause: error })
    throw error
  }
}
