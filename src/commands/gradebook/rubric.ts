import { Args, Flags } from "@oclif/core"
import { whoFlag } from "../../cli/gradebook/change-flags.js"
import { GradebookCommand } from "../../cli/gradebook/gradebook-command.js"
import { findStudent } from "../../cli/gradebook/lookup.js"
import { auditLine } from "../../cli/gradebook/render-history.js"
import { pointsFrom } from "../../cli/gradebook/values.js"
import { CourseError } from "../../errors/course-error.js"
import type { AuditEntry } from "../../grading/gradebook/changes/audit.js"
import { change } from "../../grading/gradebook/changes/change.js"

export default class GradebookRubric extends GradebookCommand {
  static override summary = "Give points for what no check can see."
  static override description =
    "A dimension is any word, such as depth, understanding or writing. Rubric points stand beside those of the blocks and are no part of their total."
  static override args = {
    id: Args.string({ description: "A student of the roster.", required: true }),
    dimension: Args.string({ description: "What is judged.", required: true }),
    points: Args.string({ description: "The points.", required: true }),
  }
  static override flags = {
    of: Flags.string({ description: "How many there are at most.", helpValue: "N", default: "10" }),
    note: Flags.string({ description: "What it rests on.", helpValue: "TEXT" }),
    ...whoFlag,
  }
  static override examples = [
    '<%= config.bin %> gradebook rubric s017 depth 8 --note "compares three models"',
    "<%= config.bin %> gradebook rubric s017 writing 4 --of 5",
  ]

  async run(): Promise<AuditEntry> {
    const { args, flags } = await this.parse(GradebookRubric)
    const [points, of] = [pointsFrom(args.points), pointsFrom(flags.of, "The most points")]
    if (points > of) throw new CourseError("COURSE_USAGE", `${points} points are more than the ${of} there are.`)
    return await this.withGradebook(flags.gradebook, async ({ database }) => {
      const { id: student } = await findStudent(database, args.id)
      const { who, note } = flags
      const at = new Date().toISOString()
      const after = { points, of, who, at, note: note ?? null }
      const entry = await change(database, {
        action: "rubric",
        student,
        subject: args.dimension,
        after,
        who,
        at,
        why: note,
      })
      this.say(auditLine(entry))
      return entry
    })
  }
}
