import { Args, Flags } from "@oclif/core"
import { GradebookCommand } from "../../cli/gradebook/gradebook-command.js"
import { findStudent } from "../../cli/gradebook/lookup.js"
import { renderHistory } from "../../cli/gradebook/render-history.js"
import { paperOf } from "../../cli/gradebook/text.js"
import { auditTrail, type AuditEntry } from "../../grading/gradebook/changes/audit.js"
import type { Run } from "../../grading/model.js"

export default class GradebookHistory extends GradebookCommand {
  static override summary = "Show runs, and who changed what and why."
  static override description = "The audit trail is only ever added to: what was taken back stays in it."
  static override args = { id: Args.string({ description: "Only changes about this student." }) }
  static override flags = {
    limit: Flags.integer({ description: "How many runs and changes.", default: 50, min: 1 }),
  }
  static override examples = [
    "<%= config.bin %> gradebook history",
    "<%= config.bin %> gradebook history s017 --limit 10",
  ]

  async run(): Promise<{ runs: Run[]; changes: AuditEntry[] }> {
    const { args, flags } = await this.parse(GradebookHistory)
    return await this.withGradebook(flags.gradebook, async ({ database, store }) => {
      const student = args.id === undefined ? {} : { student: (await findStudent(database, args.id)).id }
      const runs = await store.runs(flags.limit)
      const changes = await auditTrail(database, { ...student, limit: flags.limit })
      this.say(renderHistory(runs, changes, paperOf(process.stdout)))
      return { runs, changes }
    })
  }
}
