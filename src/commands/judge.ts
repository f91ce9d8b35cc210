import { Args } from "@oclif/core"
import { CourseCommand } from "../cli/base-command.js"
import { exitCodeOf } from "../cli/exit-code.js"
import { deliver, formatFlags } from "../cli/format-flags.js"
import { judgeRecording, readRecording } from "../cli/recording-file.js"
import type { Report } from "../engine/report.js"

export default class Judge extends CourseCommand {
  static override summary = "Judge recorded observations again, without a host."
  static override description =
    "Reads what `course check --record FILE` wrote and judges it with the checks of today. A corrected check can so be applied to all that was ever recorded."
  static override examples = [
    "<%= config.bin %> judge run.json",
    "<%= config.bin %> judge run.json --format html --output report.html",
  ]
  static override args = {
    file: Args.string({ description: "A recording.", required: true }),
  }
  static override flags = { ...formatFlags }

  async run(): Promise<Report> {
    const { args, flags } = await this.parse(Judge)
    const { report, judged, unknown } = await judgeRecording(await readRecording(args.file))
    if (unknown.length > 0) this.note(`No longer part of the course, and left away: ${unknown.join(", ")}.`)
    await deliver(report, flags)
    process.exitCode = exitCodeOf(judged)
    return report
  }
}
