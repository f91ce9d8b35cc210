import { Args, Flags } from "@oclif/core"
import { CourseCommand } from "../../cli/base-command.js"
import { DEFAULT_LAB, labRestore } from "../../lab/lab.js"

export default class LabRestore extends CourseCommand {
  static override summary = "Bring all hosts of a lab back to a snapshot."
  static override description = "What was done on the hosts since then is lost."
  static override examples = ["<%= config.bin %> lab restore B1-complete"]
  static override args = {
    snapshot: Args.string({ description: "Name of the snapshot.", required: true }),
  }
  static override flags = {
    name: Flags.string({ description: "Name of the lab.", default: DEFAULT_LAB }),
  }

  async run(): Promise<{ lab: string; snapshot: string }> {
    const { args, flags } = await this.parse(LabRestore)
    const onProgress = (line: string) => this.note(line)
    await labRestore({ name: flags.name, snapshot: args.snapshot, onProgress, signal: this.signal })
    this.log(`The hosts are as at snapshot ${args.snapshot}.`)
    return { lab: flags.name, snapshot: args.snapshot }
  }
}
