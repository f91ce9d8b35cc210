import { Args, Flags } from "@oclif/core"
import { CourseCommand } from "../cli/base-command.js"
import { inventoryFlags } from "../cli/inventory-flags.js"
import { withProd } from "../cli/prod-session.js"
import { deploy, type DeployResult } from "../deploy/deploy.js"

export default class Deploy extends CourseCommand {
  static override summary = "Put a tag, branch or commit on prod and see it answer."
  static override description = `Where the ref brings a deploy/deploy.sh, that does it: it builds a release aside, tries it beside the running service, switches without refusing a connection, and goes back by itself when the service is not ready. An older ref is built in the checkout by its own setup-server.sh; when the service does not come up, the commit from before is put back and started again.

Changes or commits that only prod has are never thrown away: they stop the command. Exit status 1 means that the ref does not run; the message tells what prod runs instead.`
  static override examples = [
    "<%= config.bin %> deploy",
    "<%= config.bin %> deploy v0.8",
    "<%= config.bin %> deploy v0.4 --lab",
    "<%= config.bin %> deploy main --ask-sudo",
  ]
  static override args = {
    ref: Args.string({ description: "What to deploy, as prod's remote knows it.", default: "main" }),
  }
  static override flags = {
    "ask-sudo": Flags.boolean({ description: "Ask for the password of sudo where one is needed.", helpGroup: "HOSTS" }),
    quiet: Flags.boolean({ char: "q", description: "Do not show what the scripts on prod print." }),
    ...inventoryFlags,
  }

  async run(): Promise<DeployResult> {
    const { args, flags } = await this.parse(Deploy)
    const result = await withProd(
      { flags, json: this.jsonEnabled(), note: (line) => this.note(line), signal: this.signal },
      (target) => deploy({ ...target, ref: args.ref }),
    )
    this.log(
      `prod runs ${args.ref} (${result.to.slice(0, 10)}) and answers /health${result.changed ? "" : "; it ran that before, too"}.`,
    )
    return result
  }
}
