import { Flags } from "@oclif/core"
import { confirmChange } from "../../cli/confirm.js"
import { whoFlag } from "../../cli/gradebook/change-flags.js"
import { GradebookCommand } from "../../cli/gradebook/gradebook-command.js"
import { findStudent, loadOutline } from "../../cli/gradebook/lookup.js"
import { renderDifferences } from "../../cli/gradebook/render-differences.js"
import { auditLine } from "../../cli/gradebook/render-history.js"
import { paperOf } from "../../cli/gradebook/text.js"
import { CourseError } from "../../errors/course-error.js"
import { rejudge, type Rejudgement } from "../../grading/gradebook/changes/rejudge.js"

export default class GradebookRejudge extends GradebookCommand {
  static override summary = "Judge what was observed with the checks of today."
  static override description =
    "Needs no network: the observations of all runs are kept. Shows which results differ; --write keeps them. Earlier judgements stay in history, and `course gradebook undo` brings them back."
  static override flags = {
    run: Flags.string({ description: "Only this run.", helpValue: "RUN" }),
    student: Flags.string({ description: "Only this student.", helpValue: "ID" }),
    write: Flags.boolean({ description: "Keep what differs, after a question." }),
    yes: Flags.boolean({ description: "Do not ask.", char: "y", dependsOn: ["write"] }),
    ...whoFlag,
  }
  static override examples = [
    "<%= config.bin %> gradebook rejudge",
    "<%= config.bin %> gradebook rejudge --student s017",
    "<%= config.bin %> gradebook rejudge --write --yes",
  ]

  async run(): Promise<Rejudgement> {
    const { flags } = await this.parse(GradebookRejudge)
    const { catalog } = await loadOutline()
    return await this.withGradebook(flags.gradebook, async ({ database, store }) => {
      const options = {
        catalog,
        ...(flags.run === undefined ? {} : { runId: (await store.run(flags.run)).run.id }),
        ...(flags.student === undefined ? {} : { student: (await findStudent(database, flags.student)).id }),
        who: flags.who,
        at: new Date().toISOString(),
      }
      const found = await rejudge(database, { ...options, write: false })
      this.say(renderDifferences(found.differences, paperOf(process.stdout)))
      this.say(`${found.attempts} attempts judged by rules ${found.rules.slice(0, 12)}.`)
      if (!flags.write || found.differences.length === 0) return found
      if (!flags.yes && !(await this.#agreed())) return found
      const written = await rejudge(database, { ...options, write: true })
      if (written.entry) this.say(auditLine(written.entry))
      return written
    })
  }

  async #agreed(): Promise<boolean> {
    if (process.stdin.isTTY && process.stderr.isTTY) return await confirmChange("Keep these results?")
    throw new CourseError("COURSE_USAGE", "There is no terminal to ask at. Nothing was changed.", {
      hint: "Add --yes to keep the results, or leave --write out to see them alone.",
    })
  }
}
