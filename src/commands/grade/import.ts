import { Args, Flags } from "@oclif/core"
import { CourseCommand } from "../../cli/base-command.js"
import { EXIT } from "../../errors/codes.js"
import type { FileEnd } from "../../grading/submission/import.js"

export default class GradeImport extends CourseCommand {
  static override summary = "Take what students handed in with `course submit` into the gradebook."
  static override description = `Each bundle is verified by \`ssh-keygen -Y verify\` against the public keys of the roster and judged anew by your own checks; the student's report is compared and never believed. It counts as self-reported, and the gradebook says so wherever it shows it.

A folder stands for all *.submission files in it and below. A bundle that is refused keeps no other from being taken: one that was changed (the message names the record), one whose key is nobody's or somebody else's, one that was imported before or whose observations were.

Each bundle that was taken is kept to the byte as evidence, in .course/gradebook/submissions/RUN/ beside the roster, for its owner's eyes alone.

What a signature proves is who handed it in, not that the machines were as told, nor when: times are those of the student's clock.

Exit codes: 0 all were taken; 1 some were refused; 2 the command line, the roster or a folder is wrong; 3 the gradebook cannot be used.`
  static override examples = [
    "<%= config.bin %> grade import hand-ins/ --roster roster.csv",
    "<%= config.bin %> grade import anna.submission ben.submission --roster roster.csv",
  ]
  static override strict = false
  static override args = {
    bundle: Args.string({ description: "Bundles, or folders of them.", required: true }),
  }
  static override flags = {
    roster: Flags.string({ description: "The class: a CSV or YAML file.", helpValue: "ROSTER", required: true }),
  }

  async run(): Promise<{ files: FileEnd[]; taken: number; refused: number }> {
    const { flags, argv } = await this.parse(GradeImport)
    const { importBundles, lineOf } = await import("../../cli/submission/import-bundles.js")
    const files = await importBundles(argv.map(String), flags.roster, {
      signal: this.signal,
      say: (line) => this.note(line),
      onFile: (end) => {
        if (!this.jsonEnabled()) this.log(lineOf(end))
      },
    })
    const taken = files.filter(({ ok }) => ok).length
    const refused = files.length - taken
    if (!this.jsonEnabled()) this.log(`${taken} taken, ${refused} refused.`)
    if (refused > 0) process.exitCode = EXIT.checkFailed
    return { files, taken, refused }
  }
}
