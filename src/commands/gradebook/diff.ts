import { Args } from "@oclif/core"
import { GradebookCommand } from "../../cli/gradebook/gradebook-command.js"
import { renderDifferences } from "../../cli/gradebook/render-differences.js"
import { paperOf } from "../../cli/gradebook/text.js"
import { CourseError } from "../../errors/course-error.js"
import { differenceOf, resultsOfRun, runBefore, type RunDifference } from "../../grading/gradebook/run-results.js"

export default class GradebookDiff extends GradebookCommand {
  static override summary = "Show what came out otherwise in two runs."
  static override description =
    "Compares the students that both runs looked at: the newest run and the one before, unless told. Ids may be cut short."
  static override args = {
    run: Args.string({ description: "The later run, as `course gradebook history` names it; else the newest." }),
    with: Args.string({ description: "The earlier run; else the one before." }),
  }
  static override examples = [
    "<%= config.bin %> gradebook diff",
    "<%= config.bin %> gradebook diff 3fa9",
    "<%= config.bin %> gradebook diff 3fa9 81c2 --json",
  ]

  async run(): Promise<{ before: string; after: string; differences: RunDifference[] }> {
    const { args, flags } = await this.parse(GradebookDiff)
    return await this.withGradebook(flags.gradebook, async ({ database, store }) => {
      const { run: later } = await store.run(args.run)
      const earlier = args.with === undefined ? await runBefore(database, later) : (await store.run(args.with)).run
      if (earlier === undefined)
        throw new CourseError("COURSE_UNKNOWN_ID", `No run came before ${later.id}.`, {
          hint: "All runs: `course gradebook history`.",
        })
      const differences = differenceOf(await resultsOfRun(database, earlier.id), await resultsOfRun(database, later.id))
      this.say(renderDifferences(differences, paperOf(process.stdout)))
      return { before: earlier.id, after: later.id, differences }
    })
  }
}
