import { Args, Flags } from "@oclif/core"
import { CourseCommand } from "../cli/base-command.js"
import { inventoryFlags } from "../cli/inventory-flags.js"
import { withProd } from "../cli/prod-session.js"
import { rollback, type RollbackResult } from "../deploy/rollback.js"

export default class Rollback extends CourseCommand {
  static override summary = "Go back to what prod ran before."
  static override description = `Starts the release that was deployed before the current one, or the one of a tag, by the repository's own deploy/rollback.sh: without building, and without refusing a connection. The database keeps its rows and its schema. A tag from before there were releases is put in place by its own setup-server.sh, as \`deploy\` does it.

Exit status 1 means that prod was not rolled back; the message tells what it runs.`
  static override examples = [
    "<%= config.bin %> rollback",
    "<%= config.bin %> rollback v0.7",
    "<%= config.bin %> rollback --lab --json",
  ]
  static override args = {
    tag: Args.string({ description: "Where to go; without one, what was deployed before the current release." }),
  }
  static override flags = {
    "ask-sudo": Flags.boolean({ description: "Ask for the password of sudo where one is needed.", helpGroup: "HOSTS" }),
    quiet: Flags.boolean({ char: "q", description: "Do not show what the scripts on prod print." }),
    ...inventoryFlags,
  }

  async run(): Promise<RollbackResult> {
    const { args, flags } = await this.parse(Rollback)
    const result = await withProd(
      { flags, json: this.jsonEnabled(), note: (line) => this.note(line), signal: this.signal },
      (target) => rollback({ ...target, ...(args.tag === undefined ? {} : { tag: args.tag }) }),
    )
    this.log(`prod runs ${result.tag} (${result.to.slice(0, 10)}) again and answers.`)
    return result
  }
}
