import { loadCatalog } from "../catalog/load-catalog.js"
import { placedChecks } from "../engine/catalog.js"
import type { Question } from "../engine/check.js"
import type { Context } from "../engine/context.js"
import { CourseError } from "../errors/course-error.js"
import { lastBlockOf } from "../reference/blocks-of-tag.js"
import { openSession } from "./session.js"

/**
 * Answers the questions of the blocks that end with a tag or before, as the reference student would: hosts that come in the state of a
 * tag are those of somebody who did these blocks. What was answered before stays.
 * @param lab name of a lab
 * @param state a tag, or `B1-complete`
 */
export async function answerAsReference(lab: string, state: string): Promise<void> {
  const [catalog, { workspace, context }] = await Promise.all([loadCatalog(), openSession({ lab }, () => undefined)])
  const last = lastBlockOf(state)
  const done = new Set(catalog.blocks.flatMap(({ id, number }) => (number <= last ? [id] : [])))
  const known = await workspace.readAnswers()
  for (const { check, block } of placedChecks(catalog, context.track)) {
    if (check.question && done.has(block) && !known[check.id])
      await workspace.saveAnswer(check.id, await solve(lab, check.question, context))
  }
}

/**
 * The fields of a right answer to one question, as the hosts of a lab are at this moment.
 * @throws CourseError COURSE_UNKNOWN_ID when no check of that name asks
 */
export async function answerOf(lab: string, id: string): Promise<Record<string, string>> {
  const [catalog, { context }] = await Promise.all([
    loadCatalog({ words: [id] }),
    openSession({ lab }, () => undefined),
  ])
  const question = catalog.checks.get(id)?.question
  if (!question) throw new CourseError("COURSE_UNKNOWN_ID", `No question is called "${id}".`)
  return await solve(lab, question, context)
}

/** A right answer; what only a host of the lab knows is read there. */
async function solve(lab: string, question: Question, context: Context): Promise<Record<string, string>> {
  const known = question.solution(context)
  if (!question.lookUp) return known
  const { spec, read } = question.lookUp(context)
  if (spec.kind !== "shell" || spec.host === "laptop")
    throw new CourseError("COURSE_BUG", "A question looks its answer up otherwise than by a script on dev or prod.")
  const [{ labRun }, { HOSTS }] = await Promise.all([import("../lab/lab.js"), import("../lab/spec.js")])
  const user = spec.as === "root" ? "root" : HOSTS[spec.host].account?.user
  const began = performance.now()
  const run = await labRun({ name: lab, host: spec.host, ...(user && { user }), script: spec.script })
  const durationMs = performance.now() - began
  return { ...known, ...read({ status: "done", ...run, truncated: false, durationMs }) }
}
