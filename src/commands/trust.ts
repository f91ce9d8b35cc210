import { Args } from "@oclif/core"
import { CourseCommand } from "../cli/base-command.js"
import { inventoryFlags } from "../cli/inventory-flags.js"
import { transportsOf } from "../cli/observer.js"
import { openSession } from "../cli/session.js"
import { CourseError } from "../errors/course-error.js"

export default class Trust extends CourseCommand {
  static override summary = "Trust the host key that a host shows now."
  static override description =
    "After a virtual machine was rebuilt or restored it shows another host key, and course refuses to log in. This command takes the new key in the place of the old one. Run it only when you know why the key changed."
  static override examples = ["<%= config.bin %> trust dev", "<%= config.bin %> trust prod --lab"]
  static override args = {
    host: Args.option({ options: ["dev", "prod", "laptop"] as const })({ description: "Whose key.", required: true }),
  }
  static override flags = { ...inventoryFlags }

  async run(): Promise<{ host: string; address: string; key: string }> {
    const { args, flags } = await this.parse(Trust)
    const session = await openSession(flags, (message) => this.note(message))
    const host = session.inventory.hosts[args.host]
    if (host?.transport !== "ssh")
      throw new CourseError(
        "COURSE_CONFIG_INVALID",
        `${session.inventory.path} describes no SSH host called ${args.host}.`,
        {
          hint: "Only a host that is reached by SSH has a host key.",
        },
      )
    const key = await transportsOf(session).trustHost(host, this.signal)
    this.log(`${args.host} (${host.address}) is trusted with its key ${key}.`)
    return { host: args.host, address: host.address, key }
  }
}
