import { Args, Flags } from "@oclif/core"
import { whoFlag } from "../../cli/gradebook/change-flags.js"
import { GradebookCommand } from "../../cli/gradebook/gradebook-command.js"
import { proposalLine } from "../../cli/project-report/render.js"
import { colorLevel, unicodeOf } from "../../cli/streams.js"
import type { Proposal } from "../../grading/project-report/proposal.js"
import { decideProposal } from "../../grading/project-report/proposals.js"

export default class ProposalApprove extends GradebookCommand {
  static override summary = "Approve a topic of the Projektbericht."
  static override description = "The decision is kept in the audit trail: `course gradebook undo` takes it back."
  static override examples = [
    "<%= config.bin %> proposal approve s017-1",
    '<%= config.bin %> proposal approve s017 --who "Prof. Weiss"',
  ]
  static override args = {
    proposal: Args.string({ description: "A proposal, or the student whose newest is meant.", required: true }),
  }
  static override flags = {
    why: Flags.string({ description: "What was agreed on.", helpValue: "TEXT" }),
    ...whoFlag,
  }

  async run(): Promise<Proposal> {
    const { args, flags } = await this.parse(ProposalApprove)
    return await this.withGradebook(flags.gradebook, async ({ database }) => {
      const asked = { id: args.proposal, state: "approved" as const, why: flags.why }
      const { proposal } = await decideProposal(database, asked, { who: flags.who, at: new Date().toISOString() })
      this.say(proposalLine(proposal, { color: colorLevel(process.stdout), unicode: unicodeOf() }))
      return proposal
    })
  }
}
