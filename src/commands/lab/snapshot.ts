import { Args, Flags } from "@oclif/core"
import { CourseCommand } from "../../cli/base-command.js"
import { DEFAULT_LAB, labSnapshot } from "../../lab/lab.js"

export default class LabSnapshot extends CourseCommand {
  static override summary = "Keep the state of all hosts of a lab under a name."
  static override description =
    "The hosts are powered off for it and booted again. A snapshot of the same name is replaced."
  static override examples = ["<%= config.bin %> lab snapshot B1-complete"]
  static override args = {
    snapshot: Args.string({ description: "Name of the snapshot.", required: true }),
  }
  static override flags = {
    name: Flags.string({ description: "Name of the lab.", default: DEFAULT_LAB }),
  }

  async run(): Promise<{ lab: string; snapshot: string }> {
    const { args, flags } = await this.parse(LabSnapshot)
    const onProgress = (line: string) => this.note(line)
    await labSnapshot({ name: flags.name, snapshot: args.snapshot, onProgress, signal: this.signal })
    this.log(`Snapshot ${args.snapshot} is kept until the lab is taken down.`)
    return { lab: flags.name, snapshot: args.snapshot }
  }
}
