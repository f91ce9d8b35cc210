import { Args, Flags } from "@oclif/core"
import { CourseCommand } from "../../cli/base-command.js"
import { CourseError } from "../../errors/course-error.js"
import { classDown, classStatus, recordedClasses } from "../../lab/class/class.js"
import { DEFAULT_LAB, labDown } from "../../lab/lab.js"

export default class LabDown extends CourseCommand {
  static override summary = "Remove a lab or a class: its hosts, their network and all that was done on them."
  static override description = "Only the cached images stay. Also removes what an interrupted command left behind."
  static override examples = [
    "<%= config.bin %> lab down",
    "<%= config.bin %> lab down winter",
    "<%= config.bin %> lab down --all",
  ]
  static override args = {
    lab: Args.string({ description: "Name of the lab or of the class." }),
  }
  static override flags = {
    name: Flags.string({ description: "The same." }),
    all: Flags.boolean({ description: "Remove every lab and every class of this machine." }),
  }

  async run(): Promise<{ removed: string[] }> {
    const { args, flags } = await this.parse(LabDown)
    if (args.lab !== undefined && flags.name !== undefined && args.lab !== flags.name)
      throw new CourseError("COURSE_USAGE", "Two names are given.", { hint: "Leave --name out." })
    const names = flags.all ? await all() : [args.lab ?? flags.name ?? DEFAULT_LAB]
    const removed: string[] = []
    const failures: unknown[] = []
    for (const name of names) {
      try {
        if (await this.#remove(name)) removed.push(name)
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

  async #remove(name: string): Promise<boolean> {
    const onProgress = (line: string) => this.note(line)
    if ((await recordedClasses()).includes(name)) return classDown({ name, onProgress })
    return labDown({ name, onProgress })
  }
}

/** Classes, which take their labs with them, and the other labs. */
async function all(): Promise<string[]> {
  const { classes, labs } = await classStatus()
  return [...classes, ...labs].map(({ name }) => name)
}
