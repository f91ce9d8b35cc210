import { Flags } from "@oclif/core"
import { CourseCommand } from "../cli/base-command.js"
import { inventoryFlags } from "../cli/inventory-flags.js"
import { readOverview, refreshProgress } from "../cli/overview.js"
import { openSession } from "../cli/session.js"
import { colorLevel, unicodeOf, widthOf } from "../cli/streams.js"
import type { Overview } from "../runner/overview.js"
import { overviewPage } from "../runner/overview-page.js"

export default class Status extends CourseCommand {
  static override summary = "Say how far you are: blocks, points, hints, and what is next."
  static override description = `Tells what was seen last and how old that is; nothing is looked at without --refresh, which only looks and never acts.`
  static override examples = ["<%= config.bin %> status", "<%= config.bin %> status --refresh"]
  static override flags = {
    refresh: Flags.boolean({ description: "Look at the hosts first." }),
    "ask-sudo": Flags.boolean({
      description: "Ask for the password of sudo where one is needed.",
      dependsOn: ["refresh"],
      helpGroup: "HOSTS",
    }),
    ...inventoryFlags,
  }

  async run(): Promise<Overview> {
    const { flags } = await this.parse(Status)
    const { signal } = this
    const warn = (message: string): void => this.note(message)
    const session = await openSession(flags, warn)
    if (flags.refresh) await refreshProgress(session, { askSudo: flags["ask-sudo"], warn, signal })
    const overview = await readOverview(session, warn)
    const style = { width: widthOf(process.stdout), color: colorLevel(process.stdout), unicode: unicodeOf() }
    this.log(overviewPage(overview, new Date().toISOString(), style))
    return overview
  }
}
