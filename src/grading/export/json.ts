import { z } from "zod"
import { CourseError } from "../../errors/course-error.js"
import { safeJson } from "../../reporters/escape.js"
import type { GradebookView } from "../model.js"
import { GRADEBOOK_SCHEMA, gradebookDocument, type GradebookDocument } from "./document.js"

/** The whole gradebook as JSON; a line per student, so that a difference of two exports names them. */
export function* renderJson(view: GradebookView): Generator<string> {
  const { students, ...head } = documentOf(view)
  yield `${safeJson(head).slice(0, -1)},"students":[`
  for (const [index, student] of students.entries()) yield `${index === 0 ? "" : ","}\n${safeJson(student)}`
  yield "\n]}\n"
}

/** What of a view is exported, as it stands in JSON. */
export function documentOf(view: GradebookView): GradebookDocument {
  return z.encode(gradebookDocument, { schema: GRADEBOOK_SCHEMA, ...view } as z.output<typeof gradebookDocument>)
}

/** @throws CourseError COURSE_FILE_UNREADABLE */
export function parseJson(text: string): GradebookView {
  const parsed = gradebookDocument.safeParse(jsonOf(text))
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw unreadable(`It is no ${GRADEBOOK_SCHEMA}: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""}`)
  }
  const { takenAt, rules, blocks, students, policy } = parsed.data
  return { takenAt, rules, blocks, students, policy }
}

/** JSON Schema of the document, as published in templates/gradebook.schema.json. */
export function gradebookSchema(): string {
  const schema = z.toJSONSchema(gradebookDocument, { io: "input" })
  return `${JSON.stringify({ title: GRADEBOOK_SCHEMA, description: "The gradebook of a class.", ...schema }, null, 2)}\n`
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ""))
  } catch (cause) {
    throw unreadable(`It is no JSON: ${cause instanceof Error ? cause.message : String(cause)}`, cause)
  }
}

function unreadable(message: string, cause?: unknown): CourseError {
  return new CourseError("COURSE_FILE_UNREADABLE", message, {
    hint: "Name a file that `course gradebook export json` wrote.",
    cause,
  })
}
