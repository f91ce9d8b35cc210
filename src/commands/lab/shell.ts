import { Args, Flags } from "@oclif/core"
import { CourseCommand } from "../../cli/base-command.js"
import { DEFAULT_LAB, HOST_NAMES, labShell } from "../../lab/lab.js"

export default class LabShell extends CourseCommand {
  static override summary = "Open a shell on a host of the lab."
  static override description = "As the host's student (user on dev, produser on prod) unless --user says otherwise."
  static override examples = ["<%= config.bin %> lab shell dev", "<%= config.bin %> lab shell prod --user root"]
  static override enableJsonFlag = false
  static override args = {
    host: Args.option({ options: HOST_NAMES })({ description: "The host.", required: true }),
  }
  static override flags = {
    name: Flags.string({ description: "Name of the lab.", default: DEFAULT_LAB }),
    user: Flags.string({ char: "u", description: "Account on the host." }),
  }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(LabShell)
    process.on("SIGINT", () => undefined)
    const user = flags.user === undefined ? {} : { user: flags.user }
    process.exitCode = await labShell({ name: flags.name, host: args.host, ...user })
  }
}
