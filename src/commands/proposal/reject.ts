import { Args } from "@oclif/core"
import { whoFlag, whyFlag } from "../../cli/gradebook/change-flags.js"
import { GradebookCommand } from "../../cli/gradebook/gradebook-command.js"
import { proposalLine } from "../../cli/project-report/render.js"
import { colorLevel, unicodeOf } from "../../cli/streams.js"
import type { Proposal } from "../../grading/project-report/proposal.js"
import { decideProposal } from "../../grading/project-report/proposals.js"

export default class ProposalReject extends GradebookCommand {
  static override summary = "Reject a topic of the Projektbericht, so that others may have it."
  static override description = "The decision is kept in the audit trail: `course gradebook undo` takes it back."
  static override examples = ['<%= config.bin %> proposal reject s017-1 --why "Part of block 8 already."']
  static override args = {
    proposal: Args.string({ description: "A proposal, or the student whose newest is meant.", required: true }),
  }
  static override flags = {
    ...whyFlag,
    ...whoFlag,
  }

  async run(): Promise<Proposal> {
    const { args, flags } = await this.parse(ProposalReject)
    return await this.withGradebook(flags.gradebook, async ({ database }) => {
      const asked = { id: args.proposal, state: "rejected" as const, why: flags.why }
      const { proposal } = await decideProposal(database, asked, { who: flags.who, at: new Date().toISOString() })
      this.say(proposalLine(proposal, { color: colorLevel(process.stdout), unicode: unicodeOf() }))
      return proposal
    })
  }
}
