import { placedChecks, type Catalog, type PlacedCheck } from "../engine/catalog.js"
import type { Question, QuestionField } from "../engine/check.js"
import type { Context } from "../engine/context.js"
import { judgeCheck } from "../engine/judge.js"
import { makePlan } from "../engine/plan.js"
import type { Verdict } from "../engine/verdict.js"
import { CourseError } from "../errors/course-error.js"
import type { Answers } from "../workspace/workspace.js"
import { nearest } from "../errors/nearest.js"

/** A check that asks, with what was answered. */
export interface AskedQuestion {
  place: PlacedCheck
  question: Question
  fields: Record<string, string> | undefined
  state: "open" | "right" | "not right" | "answered"
}

/** All questions of the course's track, in the order of the course. */
export function questionsOf(catalog: Catalog, context: Context, answers: Answers): AskedQuestion[] {
  return placedChecks(catalog, context.track).flatMap((place) => {
    const { question, id } = place.check
    if (!question) return []
    const fields = answers[id]
    return [
      { place, question, fields, state: fields ? stateOf(judgeAnswer(place, fields, context)) : ("open" as const) },
    ]
  })
}

/** @throws CourseError COURSE_UNKNOWN_ID with the nearest question */
export function findQuestion(questions: readonly AskedQuestion[], id: string): AskedQuestion {
  const found = questions.find(({ place }) => place.check.id === id)
  if (found) return found
  const meant = nearest(
    id,
    questions.map(({ place }) => place.check.id),
  )
  throw new CourseError("COURSE_UNKNOWN_ID", `No question is called "${id}".`, {
    hint: meant === undefined ? "`course answer` lists all questions." : `Did you mean \`course answer ${meant}\`?`,
  })
}

/** The verdict about an answer alone; undefined when the check also looks at hosts. */
export function judgeAnswer(place: PlacedCheck, fields: Record<string, string>, context: Context): Verdict | undefined {
  const plan = makePlan([{ ...place, check: { ...place.check, needs: [] } }], new Set([place.check.id]), context)
  const [planned] = plan.checks
  if (!planned || [...plan.probes.values()].some(({ kind }) => kind !== "answer")) return undefined
  const observations = new Map([...plan.probes.keys()].map((key) => [key, { status: "answer" as const, fields }]))
  return judgeCheck(planned, observations, context, () => undefined).verdict
}

/**
 * Reads `field=value` words.
 * @throws CourseError COURSE_USAGE naming what is unknown, missing or no choice
 */
export function readAssignments(
  { question, place, fields: known }: AskedQuestion,
  assignments: readonly string[],
): Record<string, string> {
  const names = question.fields.map(({ name }) => name)
  const given = Object.fromEntries(
    assignments.map((assignment) => {
      const at = assignment.indexOf("=")
      const name = assignment.slice(0, at)
      const field = question.fields.find((each) => each.name === name)
      if (at < 1 || !field) throw unknownField(assignment, names)
      return [name, validChoice(field, assignment.slice(at + 1))]
    }),
  )
  const fields = { ...known, ...given }
  const missing = names.filter((name) => fields[name] === undefined)
  if (missing.length === 0) return fields
  throw new CourseError("COURSE_USAGE", `${place.check.id} also needs ${missing.join(", ")}.`, {
    hint: `Add ${missing.map((name) => `--set ${name}=...`).join(" ")}.`,
  })
}

function validChoice({ name, choices }: QuestionField, value: string): string {
  if (choices === undefined || choices.includes(value)) return value
  throw new CourseError("COURSE_USAGE", `"${value}" is no choice for ${name}.`, {
    hint: `Choose from: ${choices.join(", ")}.`,
  })
}

function unknownField(assignment: string, names: readonly string[]): CourseError {
  const meant = nearest(assignment.split("=")[0] ?? "", names)
  return new CourseError("COURSE_USAGE", `"${assignment}" sets no field of this question.`, {
    hint: meant === undefined ? `Its fields: ${names.join(", ")}.` : `Did you mean --set ${meant}=...?`,
  })
}

function stateOf(verdict: Verdict | undefined): AskedQuestion["state"] {
  if (!verdict) return "answered"
  return verdict.status === "pass" ? "right" : "not right"
}
