import { Args } from "@oclif/core"
import { whoFlag } from "../../cli/gradebook/change-flags.js"
import { GradebookCommand } from "../../cli/gradebook/gradebook-command.js"
import { auditLine } from "../../cli/gradebook/render-history.js"
import type { AuditEntry } from "../../grading/gradebook/changes/audit.js"
import { undo } from "../../grading/gradebook/changes/change.js"

export default class GradebookUndo extends GradebookCommand {
  static override summary = "Take a change of the gradebook back."
  static override description =
    "Exactly what was before is there again. Without a number, the newest change that stands. Taking an undo back makes the change again."
  static override args = {
    change: Args.integer({ description: "The number of a change, as `course gradebook history` shows it.", min: 1 }),
  }
  static override flags = { ...whoFlag }
  static override examples = ["<%= config.bin %> gradebook undo", "<%= config.bin %> gradebook undo 12"]

  async run(): Promise<AuditEntry> {
    const { args, flags } = await this.parse(GradebookUndo)
    return await this.withGradebook(flags.gradebook, async ({ database }) => {
      const entry = await undo(database, { id: args.change, who: flags.who, at: new Date().toISOString() })
      this.say(auditLine(entry))
      return entry
    })
  }
}
