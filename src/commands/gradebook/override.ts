import { Args } from "@oclif/core"
import { whoFlag, whyFlag } from "../../cli/gradebook/change-flags.js"
import { GradebookCommand } from "../../cli/gradebook/gradebook-command.js"
import { findScope, findStudent, loadOutline } from "../../cli/gradebook/lookup.js"
import { auditLine } from "../../cli/gradebook/render-history.js"
import { pointsFrom } from "../../cli/gradebook/values.js"
import type { AuditEntry } from "../../grading/gradebook/changes/audit.js"
import { change } from "../../grading/gradebook/changes/change.js"

export default class GradebookOverride extends GradebookCommand {
  static override summary = "Set a student's points for a block or a check by hand."
  static override description =
    "What a person sets survives every regrade. `course gradebook undo` brings back what the checks say."
  static override args = {
    id: Args.string({ description: "A student of the roster.", required: true }),
    scope: Args.string({ description: "A block (block5) or a check (b5.active).", required: true }),
    points: Args.string({ description: "The points.", required: true }),
  }
  static override flags = { ...whyFlag, ...whoFlag }
  static override examples = [
    '<%= config.bin %> gradebook override s017 block5 12 --why "shown in the lab on 3 May"',
    '<%= config.bin %> gradebook override s017 b5.active 1 --why "the check was wrong" --who "A. Weber"',
  ]

  async run(): Promise<AuditEntry> {
    const { args, flags } = await this.parse(GradebookOverride)
    const points = pointsFrom(args.points)
    const { outline } = await loadOutline()
    const subject = findScope(outline, args.scope)
    return await this.withGradebook(flags.gradebook, async ({ database }) => {
      const { id: student } = await findStudent(database, args.id)
      const { who, why } = flags
      const at = new Date().toISOString()
      const after = { points, who, at, why }
      const entry = await change(database, { action: "override", student, subject, after, who, at, why })
      this.say(auditLine(entry))
      return entry
    })
  }
}
