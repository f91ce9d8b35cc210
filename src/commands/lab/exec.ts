import { Args, Flags } from "@oclif/core"
import { CourseCommand } from "../../cli/base-command.js"
import { CourseError } from "../../errors/course-error.js"
import { DEFAULT_LAB, HOST_NAMES, labExec } from "../../lab/lab.js"

export default class LabExec extends CourseCommand {
  static override summary = "Run a command on a host of the lab."
  static override description =
    "As root unless --user says otherwise. Standard input, output and the exit status pass through. Works also when the host's network or SSH server is broken."
  static override examples = [
    "<%= config.bin %> lab exec prod -- systemctl stop pixelwise",
    "<%= config.bin %> lab exec --user user dev -- git -C pixelwise status",
  ]
  static override enableJsonFlag = false
  static override strict = false
  static override args = {
    host: Args.string({ description: "The host.", required: true, options: [...HOST_NAMES] }),
  }
  static override flags = {
    name: Flags.string({ description: "Name of the lab.", default: DEFAULT_LAB }),
    user: Flags.string({ char: "u", description: "Account on the host.", default: "root" }),
  }

  async run(): Promise<void> {
    const { args, flags, argv } = await this.parse(LabExec)
    const command = argv.slice(1).map(String)
    const host = HOST_NAMES.find((name) => name === args.host)
    if (host === undefined || command.length === 0) {
      throw new CourseError("COURSE_USAGE", "There is no command to run.", {
        hint: `For example: course lab exec ${args.host} -- uname -a`,
      })
    }
    // A Ctrl-C in the terminal reaches the command itself; its exit status then tells.
    process.on("SIGINT", () => undefined)
    process.exitCode = await labExec({ name: flags.name, host, user: flags.user, argv: command })
  }
}
