import { Args } from "@oclif/core"
import { GradebookCommand } from "../../cli/gradebook/gradebook-command.js"
import { findStudent, loadOutline } from "../../cli/gradebook/lookup.js"
import { renderStudent } from "../../cli/gradebook/render-student.js"
import { paperOf } from "../../cli/gradebook/text.js"
import { auditTrail, type AuditEntry } from "../../grading/gradebook/changes/audit.js"
import { readView } from "../../grading/gradebook/view.js"
import type { StudentRow } from "../../grading/model.js"

export default class GradebookStudent extends GradebookCommand {
  static override summary = "Show all that the gradebook holds of one student."
  static override description =
    "Every check with its evidence, what a person decided and why, the rubric, all attempts and all changes."
  static override args = { id: Args.string({ description: "A student of the roster.", required: true }) }
  static override examples = ["<%= config.bin %> gradebook student s017"]

  async run(): Promise<{ row: StudentRow | undefined; changes: AuditEntry[] }> {
    const { args, flags } = await this.parse(GradebookStudent)
    const { outline } = await loadOutline()
    return await this.withGradebook(flags.gradebook, async ({ database }) => {
      const { id } = await findStudent(database, args.id)
      const view = await readView(database, outline, { students: [id], takenAt: new Date().toISOString() })
      const changes = await auditTrail(database, { student: id })
      const [row] = view.students
      if (row) this.say(renderStudent(row, changes, paperOf(process.stdout)))
      return { row, changes }
    })
  }
}
