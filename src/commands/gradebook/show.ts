import { Args, Flags } from "@oclif/core"
import { GradebookCommand } from "../../cli/gradebook/gradebook-command.js"
import { findBlock, findStudent, loadOutline } from "../../cli/gradebook/lookup.js"
import { renderShow } from "../../cli/gradebook/render-show.js"
import { paperOf } from "../../cli/gradebook/text.js"
import { readView } from "../../grading/gradebook/view.js"
import type { GradebookView } from "../../grading/model.js"

export default class GradebookShow extends GradebookCommand {
  static override summary = "Show what each student has in each block."
  static override description =
    "A table of students and blocks with points, total and grade. What is not simply proven carries a mark, and the reason stands below."
  static override strict = false
  static override args = { blocks: Args.string({ description: "Only these blocks, in the total as well." }) }
  static override flags = {
    student: Flags.string({ description: "Only this student.", helpValue: "ID", multiple: true }),
    group: Flags.string({ description: "Only this group." }),
  }
  static override examples = [
    "<%= config.bin %> gradebook show",
    "<%= config.bin %> gradebook show block5 block6 --group A",
    "<%= config.bin %> gradebook show --student s017 --json",
  ]

  async run(): Promise<GradebookView> {
    const { argv, flags } = await this.parse(GradebookShow)
    const { outline } = await loadOutline()
    const blocks = argv.map((word) => findBlock(outline, String(word)))
    return await this.withGradebook(flags.gradebook, async ({ database }) => {
      for (const id of flags.student ?? []) await findStudent(database, id)
      const view = await readView(database, outline, {
        ...(blocks.length > 0 ? { blocks } : {}),
        ...(flags.student ? { students: flags.student } : {}),
        ...(flags.group === undefined ? {} : { group: flags.group }),
        takenAt: new Date().toISOString(),
      })
      this.say(renderShow(view, paperOf(process.stdout)))
      return view
    })
  }
}
