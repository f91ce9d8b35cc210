import { Args, Flags } from "@oclif/core"
import { CourseCommand } from "../cli/base-command.js"
import { inventoryFlags } from "../cli/inventory-flags.js"
import { transportsOf } from "../cli/observer.js"
import { openSession } from "../cli/session.js"
import { hostRole } from "../engine/observation.js"
import { escapeTerminal } from "../reporters/escape.js"
import { hostShell } from "../shell/host-shell.js"

export default class Shell extends CourseCommand {
  static override summary = "Open a shell on dev, prod or the laptop."
  static override description = `The shell of the account in course.yaml, with everything a terminal can do. Leave it with \`exit\` or Ctrl-D; the command ends with its exit status.

With --record, all that the shell shows is written to FILE while it happens, as an asciicast that \`course replay\` plays. What is typed is kept only where the terminal shows it: passwords and other hidden input are left out, and so are keys pressed in editors and other full-screen programs.`
  static override examples = [
    "<%= config.bin %> shell dev",
    "<%= config.bin %> shell prod --lab",
    "<%= config.bin %> shell prod --record deploy.cast",
  ]
  static override enableJsonFlag = false
  static override args = {
    host: Args.option({ options: hostRole.options })({ description: "Where.", required: true }),
  }
  static override flags = {
    record: Flags.string({ description: "Keep the session in this file.", helpValue: "FILE" }),
    force: Flags.boolean({ description: "Replace a recording that is there.", dependsOn: ["record"] }),
    ...inventoryFlags,
  }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Shell)
    const session = await openSession(flags, (message) => this.note(message))
    process.exitCode = await hostShell(args.host, {
      inventory: session.inventory,
      transports: transportsOf(session),
      signal: this.signal,
      record: flags.record === undefined ? undefined : { file: flags.record, replace: flags.force },
      note: (line) => this.note(escapeTerminal(line)),
    })
  }
}
