import { Args, Flags } from "@oclif/core"
import { CourseCommand } from "../cli/base-command.js"
import { runHint } from "../cli/hint-run.js"
import { inventoryFlags } from "../cli/inventory-flags.js"
import { openSession } from "../cli/session.js"
import { colorLevel, unicodeOf, widthOf } from "../cli/streams.js"
import { renderPieces } from "../notes/terminal/render-chapter.js"
import { LAST_RUNG } from "../runner/hint.js"
import { hintPage } from "../runner/screen/pages.js"
import { lookOf } from "../runner/screen/style.js"

interface HintResult {
  step: string
  /** Absent where everything that proves the step passes. */
  hint?: { check: string; rung: number; of: number; title: string; text: string }
}

export default class Hint extends CourseCommand {
  static override summary = "Help with a step, a little more each time."
  static override description = `Looks at the hosts and tells, one rung with each call: what the observation says, what it is about, what to type, and the solution as a difference from what you have. Hints that were taken are kept in the workspace.`
  static override examples = [
    "<%= config.bin %> hint 2.1.3",
    "<%= config.bin %> hint b2.identity",
    "<%= config.bin %> hint 2.1.3 --rung 1",
  ]
  static override args = { what: Args.string({ description: "A step or a check.", required: true }) }
  static override flags = {
    rung: Flags.integer({
      description: "Another rung than the next one, from 1 to 4.",
      min: 1,
      max: LAST_RUNG,
      helpValue: "N",
    }),
    "ask-sudo": Flags.boolean({ description: "Ask for the password of sudo where one is needed.", helpGroup: "HOSTS" }),
    ...inventoryFlags,
  }

  async run(): Promise<HintResult> {
    const { args, flags } = await this.parse(Hint)
    const { signal } = this
    const warn = (message: string): void => this.note(message)
    const session = await openSession(flags, warn)
    const { rung, "ask-sudo": askSudo } = flags
    const { step, hint } = await runHint({ session, word: args.what, rung, askSudo, warn, signal })
    if (!hint) {
      this.log(`Nothing is missing: everything that proves step ${step} passes.`)
      return { step }
    }
    const page = (width: number, style: { color: boolean; unicode: boolean; plain: boolean }): string =>
      hintPage(hint, width, lookOf(style), (pieces, columns) => renderPieces(pieces, { ...style, columns }))
        .slice(0, -1)
        .join("\n")
        .trimEnd()
    this.log(
      page(widthOf(process.stdout), {
        color: colorLevel(process.stdout),
        unicode: unicodeOf(),
        plain: !process.stdout.isTTY,
      }),
    )
    if (hint.rung < LAST_RUNG) this.log("\nThe same command again gives the next hint.")
    const text = page(100, { color: false, unicode: true, plain: true })
    return { step, hint: { check: hint.check, rung: hint.rung, of: LAST_RUNG, title: hint.title, text } }
  }
}
