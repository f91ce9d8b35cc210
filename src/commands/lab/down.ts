import { Flags } from "@oclif/core"
import { CourseCommand } from "../../cli/base-command.js"
import { CourseError } from "../../errors/course-error.js"
import { DEFAULT_LAB, labDown, labStatus } from "../../lab/lab.js"

export default class LabDown extends CourseCommand {
  static override summary = "Remove a lab: its hosts, their network and all that was done on them."
  static override description = "Only the cached images stay. Also removes what an interrupted command left behind."
  static override examples = ["<%= config.bin %> lab down", "<%= config.bin %> lab down --all"]
  static override flags = {
    name: Flags.string({ description: "Name of the lab.", default: DEFAULT_LAB }),
    all: Flags.boolean({ description: "Remove every lab of this machine." }),
  }

  async run(): Promise<{ removed: string[] }> {
    const { flags } = await this.parse(LabDown)
    const names = flags.all ? (await labStatus()).map(({ name }) => name) : [flags.name]
    const removed: string[] = []
    const failures: unknown[] = []
    for (const name of names) {
      try {
        if (await labDown({ name, onProgress: (line) => this.note(line) })) removed.push(name)
      } catch (error) {
        failures.push(error)
      }
    }
    if (failures.length === 1) throw failures[0]
    if (failures.length > 1) {
      const text = failures.map((failure) => (failure instanceof Error ? failure.message : String(failure))).join("\n")
      throw new CourseError("COURSE_LAB_FAILED", text, {
        hint: "Run the command again with --debug.",
        cause: failures[0],
      })
    }
    this.log(removed.length === 0 ? "Nothing to remove." : `Removed: ${removed.join(", ")}`)
    return { removed }
  }
}
