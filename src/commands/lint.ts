import path from "node:path"
import { Flags } from "@oclif/core"
import { CourseCommand } from "../cli/base-command.js"
import { EXIT } from "../errors/codes.js"
import type { Finding } from "../lint/finding.js"
import { lint } from "../lint/lint.js"
import { publishTags } from "../lint/reference-rules.js"
import { toSarif } from "../lint/sarif.js"
import { projectFolder } from "../reference/project-folder.js"

export default class Lint extends CourseCommand {
  static override summary = "Prove that blocks, checks and their proofs agree."
  static override description =
    "For authors, in a clone of the project: ids are unique, needs have no cycle, every outcome of blocks/outcomes.yaml has a check or a written reason, every check has a hint, observations that pass and fail and a mutant, notes keep to their format and agree with the steps of their block and with the reference, and the reference repositories are built as they were published."
  static override examples = [
    "<%= config.bin %> lint",
    "<%= config.bin %> lint --quick",
    "<%= config.bin %> lint --sarif > course.sarif",
    "<%= config.bin %> lint --publish",
  ]
  static override flags = {
    quick: Flags.boolean({ description: "Do not build the reference repositories." }),
    sarif: Flags.boolean({ description: "Print SARIF 2.1.0 instead of lines.", exclusive: ["json"] }),
    publish: Flags.boolean({
      description: "Note the tags of the reference repositories as they are built now.",
      exclusive: ["quick"],
    }),
  }

  async run(): Promise<{ findings: Finding[] }> {
    const { flags } = await this.parse(Lint)
    const root = path.dirname(projectFolder("blocks"))
    if (flags.publish) await publishTags(root, this.signal)
    const findings = await lint({ root, quick: flags.quick, signal: this.signal })
    if (flags.sarif) this.log(JSON.stringify(toSarif(findings, this.config.version), null, 2))
    else {
      for (const { file, line, rule, message } of findings)
        this.log(`${line === undefined ? file : `${file}:${line}`}: ${message} [${rule}]`)
      this.note(findings.length === 0 ? "Nothing to complain about." : `${findings.length} findings.`)
    }
    if (findings.length > 0) process.exitCode = EXIT.checkFailed
    return { findings }
  }
}
