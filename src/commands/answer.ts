import { Args, Flags } from "@oclif/core"
import { loadCatalog } from "../catalog/load-catalog.js"
import { askQuestion } from "../cli/ask-question.js"
import { CourseCommand } from "../cli/base-command.js"
import { inventoryFlags } from "../cli/inventory-flags.js"
import { findQuestion, judgeAnswer, questionsOf, readAssignments, type AskedQuestion } from "../cli/questions.js"
import { openSession, type Session } from "../cli/session.js"
import { EXIT } from "../errors/codes.js"

interface AnswerResult {
  id: string
  fields: Record<string, string>
  status?: string
  message?: string
  hint?: string
}

interface QuestionResult {
  id: string
  step: string
  title: string
  state: AskedQuestion["state"]
  text: string
  fields: { name: string; label: string; choices?: string[] }[]
}

export default class Answer extends CourseCommand {
  static override summary = "Answer a question of the workbook, or list them."
  static override description = `Some outcomes only a person can tell. The answer is kept beside course.yaml and judged by \`course check\`.

With an id and without --set it asks; without an id it lists all questions.`
  static override examples = [
    "<%= config.bin %> answer",
    "<%= config.bin %> answer b5.json-rules",
    "<%= config.bin %> answer b5.json-rules --set invalid=C",
  ]
  static override args = { id: Args.string({ description: "A check that asks.", required: false }) }
  static override flags = {
    set: Flags.string({
      description: "Answer a field without being asked.",
      multiple: true,
      multipleNonGreedy: true,
      helpValue: "FIELD=VALUE",
    }),
    ...inventoryFlags,
  }

  async run(): Promise<QuestionResult[] | AnswerResult> {
    const { args, flags } = await this.parse(Answer)
    const words = args.id === undefined ? [] : [args.id]
    const [catalog, session] = await Promise.all([
      loadCatalog({ words }),
      openSession(flags, (message) => this.note(message)),
    ])
    const questions = questionsOf(catalog, session.context, await session.workspace.readAnswers())
    return args.id === undefined
      ? this.#list(questions, session)
      : this.#answer(findQuestion(questions, args.id), session, flags.set ?? [])
  }

  #list(questions: readonly AskedQuestion[], { context }: Session): QuestionResult[] {
    const results = questions.map(({ place, question, state }) => ({
      id: place.check.id,
      step: place.step,
      title: place.check.title,
      state,
      text: question.text(context),
      fields: question.fields,
    }))
    const width = Math.max(0, ...results.map(({ id }) => id.length))
    for (const { id, state, title } of results) this.log(`${id.padEnd(width)}  ${state.padEnd(9)}  ${title}`)
    const next = results.find(({ state }) => state === "open" || state === "not right")
    this.log(next ? `\nAnswer the next one: course answer ${next.id}` : "\nAll questions are answered.")
    return results
  }

  async #answer(asked: AskedQuestion, { workspace, context }: Session, assignments: string[]): Promise<AnswerResult> {
    const { check } = asked.place
    const fields =
      assignments.length > 0
        ? readAssignments(asked, assignments)
        : await askQuestion(asked, asked.question.text(context))
    await workspace.saveAnswer(check.id, fields)
    const verdict = judgeAnswer(asked.place, fields, context)
    const message = verdict && "message" in verdict ? verdict.message : undefined
    const hint = verdict?.status === "fail" ? (verdict.hint ?? check.hint) : undefined
    if (!verdict) this.log("Kept. `course check` compares it with the hosts.")
    else if (verdict.status === "pass") this.log(`Right: ${check.title}.`)
    else {
      this.log(message ?? ("because" in verdict ? verdict.because : "Not right yet."))
      if (hint !== undefined) this.log(hint)
      process.exitCode = verdict.status === "fail" ? EXIT.checkFailed : EXIT.unobserved
    }
    return {
      id: check.id,
      fields,
      ...(verdict ? { status: verdict.status } : {}),
      ...(message === undefined ? {} : { message }),
      ...(hint === undefined ? {} : { hint }),
    }
  }
}
