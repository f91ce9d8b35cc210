import { Args } from "@oclif/core"
import { whoFlag, whyFlag } from "../../cli/gradebook/change-flags.js"
import { GradebookCommand } from "../../cli/gradebook/gradebook-command.js"
import { findBlock, findStudent, loadOutline } from "../../cli/gradebook/lookup.js"
import { auditLine } from "../../cli/gradebook/render-history.js"
import { momentFrom } from "../../cli/gradebook/values.js"
import type { AuditEntry } from "../../grading/gradebook/changes/audit.js"
import { change } from "../../grading/gradebook/changes/change.js"

export default class GradebookExtend extends GradebookCommand {
  static override summary = "Give a student more time for a block."
  static override description =
    "Moves the day on which the block is due for this student, in place of the one of the policy."
  static override args = {
    id: Args.string({ description: "A student of the roster.", required: true }),
    block: Args.string({ description: "A block.", required: true }),
    until: Args.string({ description: "2026-06-01, the end of that day, or 2026-06-01T18:00.", required: true }),
  }
  static override flags = { ...whyFlag, ...whoFlag }
  static override examples = ['<%= config.bin %> gradebook extend s017 block5 2026-06-01 --why "ill, certificate seen"']

  async run(): Promise<AuditEntry> {
    const { args, flags } = await this.parse(GradebookExtend)
    const until = momentFrom(args.until)
    const { outline } = await loadOutline()
    const subject = findBlock(outline, args.block)
    return await this.withGradebook(flags.gradebook, async ({ database }) => {
      const { id: student } = await findStudent(database, args.id)
      const { who, why } = flags
      const at = new Date().toISOString()
      const after = { until, who, at, why }
      const entry = await change(database, { action: "extend", student, subject, after, who, at, why })
      this.say(auditLine(entry))
      return entry
    })
  }
}
