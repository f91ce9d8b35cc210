import path from "node:path"
import { Args, Flags } from "@oclif/core"
import { whoFlag } from "../../cli/gradebook/change-flags.js"
import { GradebookCommand } from "../../cli/gradebook/gradebook-command.js"
import { findStudent } from "../../cli/gradebook/lookup.js"
import { blockFrom, readProposal, titleFrom } from "../../cli/project-report/read-proposal.js"
import { nearLines, proposalLine } from "../../cli/project-report/render.js"
import { colorLevel, unicodeOf } from "../../cli/streams.js"
import type { Gradebook } from "../../grading/gradebook/open.js"
import { CATEGORIES, type Proposal } from "../../grading/project-report/proposal.js"
import { submitProposal } from "../../grading/project-report/proposals.js"

export default class ProposalSubmit extends GradebookCommand {
  static override summary = "Register a student's topic of the Projektbericht."
  static override description =
    "First come, first served: a topic of a block belongs to one student, and a student has one topic. Titles are compared without capitals, accents, order and filling words; what is only nearly the same is registered and named. With --roster a class needs no gradebook before: it is made beside the roster."
  static override examples = [
    '<%= config.bin %> proposal submit s017 --block block8 --category security --title "Rate limits per API key" --file PROPOSAL.md',
    "<%= config.bin %> proposal submit s017 --block 8 --category function --file PROPOSAL.md --roster class.csv",
  ]
  static override args = {
    student: Args.string({ description: "A student of the class.", required: true }),
  }
  static override flags = {
    block: Flags.string({ description: "The block that is extended.", helpValue: "BLOCK", required: true }),
    category: Flags.string({ description: "What the extension is about.", options: [...CATEGORIES], required: true }),
    title: Flags.string({ description: "The title; else the first heading of the file.", helpValue: "TEXT" }),
    file: Flags.string({ description: "The student's PROPOSAL.md.", helpValue: "FILE", required: true }),
    roster: Flags.string({
      description: "The class, where it has no gradebook yet.",
      helpValue: "FILE",
      exclusive: ["gradebook"],
    }),
    ...whoFlag,
  }

  async run(): Promise<{ proposal: Proposal; near: Proposal[] }> {
    const { args, flags } = await this.parse(ProposalSubmit)
    const { text, heading } = await readProposal(flags.file)
    const title = titleFrom(flags.title ?? heading)
    const block = blockFrom(flags.block)
    const category = CATEGORIES.find((each) => each === flags.category) ?? "function"
    const work = async ({ database }: Gradebook): Promise<{ proposal: Proposal; near: Proposal[] }> => {
      const { id: student } = await findStudent(database, args.student)
      const at = new Date().toISOString()
      return await submitProposal(database, { student, block, title, category, text }, { who: flags.who, at })
    }
    const { proposal, near } = await (flags.roster === undefined
      ? this.withGradebook(flags.gradebook, work)
      : this.#withRoster(flags.roster, work))
    const style = { color: colorLevel(process.stdout), unicode: unicodeOf() }
    this.say([proposalLine(proposal, style), ...nearLines(near, style)].join("\n"))
    return { proposal, near }
  }

  async #withRoster<Result>(file: string, work: (gradebook: Gradebook) => Promise<Result>): Promise<Result> {
    const { loadRoster } = await import("../../inventory/roster/load-roster.js")
    const { openGradebook } = await import("../../grading/gradebook/open.js")
    const { path: roster, students } = await loadRoster(file)
    const warn = (message: string): void => this.note(message)
    const folder = path.dirname(roster)
    const gradebook = await openGradebook({ folder, databaseUrl: process.env["DATABASE_URL"], warn })
    try {
      await gradebook.store.enrol(students.map(({ student }) => student))
      return await work(gradebook)
    } finally {
      await gradebook.close()
    }
  }
}
