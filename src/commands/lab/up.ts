import { Flags } from "@oclif/core"
import { CourseCommand } from "../../cli/base-command.js"
import { answerAsReference } from "../../cli/reference-student.js"
import { DEFAULT_LAB, LAB_STATES, labUp, type LabUpResult } from "../../lab/lab.js"

export default class LabUp extends CourseCommand {
  static override summary = "Boot the practice hosts dev, prod and hub on this machine."
  static override description =
    "Needs Linux and root. The first run builds the hosts' image; later runs take seconds. `fresh` hosts have accounts, SSH and a network; `B1-complete` is the end of block 1; `v0.1` to `v0.5` hold what the reference has at the end of blocks 2 to 6, and from `v0.4` on the service runs; `v0.8` is the end of block 9 (typescript track)."
  static override examples = [
    "<%= config.bin %> lab up",
    "<%= config.bin %> lab up --state v0.4",
    "<%= config.bin %> lab up --name practice --state v0.5 --track python",
  ]
  static override flags = {
    name: Flags.string({ description: "Name of the lab; several run side by side.", default: DEFAULT_LAB }),
    state: Flags.option({ options: LAB_STATES })({ description: "What the hosts come with.", default: "fresh" }),
    track: Flags.option({ options: ["typescript", "python"] as const })({
      description: "Language of the service.",
      default: "typescript",
    }),
  }

  async run(): Promise<LabUpResult> {
    const { flags } = await this.parse(LabUp)
    const onProgress = (line: string) => this.note(line)
    const result = await labUp({ ...flags, onProgress, signal: this.signal })
    if (result.outcome === "created" && result.state !== "fresh") await answerAsReference(result.name, result.state)
    const lab = result.name === DEFAULT_LAB ? "--lab" : `--lab=${result.name}`
    if (result.outcome !== "already-up") this.note(`Lab "${result.name}" is up.`)
    this.log(`Inventory: ${result.inventory}`)
    this.log(`Next: ${this.config.bin} check block5 ${lab}`)
    return result
  }
}
