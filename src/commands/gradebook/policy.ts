import { Flags } from "@oclif/core"
import { changedPolicy, describePolicy } from "../../cli/gradebook/change-policy.js"
import { whoFlag } from "../../cli/gradebook/change-flags.js"
import { GradebookCommand } from "../../cli/gradebook/gradebook-command.js"
import { loadOutline } from "../../cli/gradebook/lookup.js"
import { change } from "../../grading/gradebook/changes/change.js"
import { readPolicy } from "../../grading/gradebook/read-policy.js"
import type { GradingPolicy } from "../../grading/model.js"

export default class GradebookPolicy extends GradebookCommand {
  static override summary = "Show or set how attempts become grades."
  static override description =
    "Which attempt counts, when blocks are due, what being late costs, and which percent give which grade. Nothing is lost by a change: grades are computed anew each time, and `course gradebook undo` takes it back."
  static override flags = {
    count: Flags.string({
      description: "The best attempt of each block, or the newest result.",
      options: ["best", "last"],
    }),
    due: Flags.string({ description: "When a block is due; none for never.", helpValue: "BLOCK=DATE", multiple: true }),
    late: Flags.string({ description: "What each begun day costs, of the points.", helpValue: "none|PERCENT/day" }),
    grace: Flags.integer({ description: "Days that cost nothing yet.", helpValue: "N", min: 0 }),
    grades: Flags.string({
      description: 'A YAML file of grades and percents (`"1.0": 95`), or none.',
      helpValue: "FILE",
    }),
    why: Flags.string({ description: "The reason.", helpValue: "TEXT" }),
    ...whoFlag,
  }
  static override examples = [
    "<%= config.bin %> gradebook policy",
    "<%= config.bin %> gradebook policy --count best --due block5=2026-06-01 --late 20%/day --grace 1",
    "<%= config.bin %> gradebook policy --grades grades.yaml",
  ]

  async run(): Promise<GradingPolicy> {
    const { flags } = await this.parse(GradebookPolicy)
    const { outline } = await loadOutline()
    return await this.withGradebook(flags.gradebook, async ({ database }) => {
      const policy = await readPolicy(database)
      const { count, due, late, grace, grades, who, why } = flags
      const after = await changedPolicy(policy, { count, due, late, grace, grades }, outline)
      if (after !== undefined) {
        const at = new Date().toISOString()
        await change(database, { action: "policy", student: undefined, subject: "policy", after, who, at, why })
      }
      this.say(describePolicy(after ?? policy))
      return after ?? policy
    })
  }
}
