import { Args, Flags } from "@oclif/core"
import { CourseCommand } from "../cli/base-command.js"
import { inventoryFlags } from "../cli/inventory-flags.js"
import { transportsOf } from "../cli/observer.js"
import { openSession } from "../cli/session.js"
import { deploy, type DeployResult } from "../deploy/deploy.js"
import { CourseError } from "../errors/course-error.js"
import { escapeTerminal } from "../reporters/escape.js"

export default class Deploy extends CourseCommand {
  static override summary = "Put a tag, branch or commit on prod and see it answer."
  static override description =
    "Switches the clone on prod, runs the repository's own setup-server.sh there and waits for /health. When the service does not come up, the commit from before is put back and started again. Changes or commits that only prod has are never thrown away: they stop the command."
  static override examples = [
    "<%= config.bin %> deploy",
    "<%= config.bin %> deploy v0.4 --lab",
    "<%= config.bin %> deploy main --ask-sudo",
  ]
  static override args = {
    ref: Args.string({ description: "What to deploy, as prod's remote knows it.", default: "main" }),
  }
  static override flags = {
    "ask-sudo": Flags.boolean({ description: "Ask for the password of sudo where one is needed.", helpGroup: "HOSTS" }),
    quiet: Flags.boolean({ char: "q", description: "Do not show what setup-server.sh prints." }),
    ...inventoryFlags,
  }

  async run(): Promise<DeployResult> {
    const { args, flags } = await this.parse(Deploy)
    const session = await openSession(flags, (message) => this.note(message))
    const prod = session.inventory.hosts.prod
    if (!prod)
      throw new CourseError("COURSE_CONFIG_INVALID", `${session.inventory.path} describes no host prod.`, {
        hint: "Add prod under hosts, or run `course init`.",
      })
    const transports = transportsOf(session, { askSudo: flags["ask-sudo"] })
    const connection = await transports.connect(prod, { signal: this.signal })
    try {
      const result = await deploy({
        connection,
        settings: session.inventory.settings,
        ref: args.ref,
        sudoPassword: () => transports.sudoPassword(prod),
        onProgress: (line) => this.note(line),
        ...(flags.quiet || this.jsonEnabled()
          ? {}
          : { onOutput: (text) => process.stderr.write(indent(escapeTerminal(text))) }),
        signal: this.signal,
      })
      this.signal.throwIfAborted()
      this.log(
        `prod runs ${args.ref} (${result.to.slice(0, 10)}) and answers /health${result.changed ? "" : "; it ran that before, too"}.`,
      )
      return result
    } finally {
      await connection.close()
    }
  }
}

function indent(text: string): string {
  return text.replaceAll(/^(?=.)/gm, "  ")
}
