import { CourseError } from "../errors/course-error.js"
import { escapeTerminal } from "../reporters/escape.js"
import type { AskedQuestion } from "./questions.js"

/** Asks a question on the terminal, field by field; an earlier answer is offered again. Nothing goes to standard output. */
export async function askQuestion(
  { question, place, fields }: AskedQuestion,
  text: string,
): Promise<Record<string, string>> {
  if (!process.stdin.isTTY)
    throw new CourseError("COURSE_USAGE", `There is no terminal to ask ${place.check.id} at.`, {
      hint: `Give the answer as ${question.fields.map(({ name }) => `--set ${name}=...`).join(" ")}.`,
    })
  const { input, select } = await import("@inquirer/prompts")
  process.stderr.write(`${escapeTerminal(text)}\n\n`)
  const output = { output: process.stderr }
  const given: Record<string, string> = {}
  for (const { name, label, choices } of question.fields) {
    const message = escapeTerminal(label)
    const before = fields?.[name]
    given[name] = choices
      ? await select({ message, choices, ...(before === undefined ? {} : { default: before }) }, output)
      : await input({ message, ...(before === undefined ? {} : { default: before }) }, output)
  }
  return given
}
