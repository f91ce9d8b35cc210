import { Flags } from "@oclif/core"
import { GradebookCommand } from "../../cli/gradebook/gradebook-command.js"
import { nearLines, proposalLine } from "../../cli/project-report/render.js"
import { colorLevel, unicodeOf } from "../../cli/streams.js"
import { PROPOSAL_STATES, type Proposal } from "../../grading/project-report/proposal.js"
import { listProposals } from "../../grading/project-report/proposals.js"
import { areNear } from "../../grading/project-report/topic.js"

export default class ProposalList extends GradebookCommand {
  static override summary = "List the topics of the Projektbericht, the earliest first."
  static override description = "Below a topic that is not decided stand those that are much like it."
  static override examples = ["<%= config.bin %> proposal list", "<%= config.bin %> proposal list --state submitted"]
  static override flags = {
    state: Flags.string({ description: "Only those in this state.", options: [...PROPOSAL_STATES] }),
  }

  async run(): Promise<{ proposals: Proposal[] }> {
    const { flags } = await this.parse(ProposalList)
    return await this.withGradebook(flags.gradebook, async ({ database }) => {
      const all = await listProposals(database)
      const proposals = all.filter(({ state }) => flags.state === undefined || state === flags.state)
      const style = { color: colorLevel(process.stdout), unicode: unicodeOf() }
      const live = all.filter(({ state }) => state !== "rejected")
      const lines = proposals.flatMap((each) => {
        const near =
          each.state === "submitted"
            ? live.filter((other) => other.student !== each.student && areNear(other.topic, each.topic))
            : []
        return [proposalLine(each, style), ...nearLines(near, style).map((line) => `    ${line}`)]
      })
      this.say(lines.length === 0 ? "There are no proposals." : lines.join("\n"))
      return { proposals }
    })
  }
}
