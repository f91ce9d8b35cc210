import { Args, Flags } from "@oclif/core"
import { CourseCommand } from "../cli/base-command.js"
import { inventoryFlags } from "../cli/inventory-flags.js"
import { runCourse } from "../cli/run-course.js"
import { openSession } from "../cli/session.js"

export default class Run extends CourseCommand {
  static override summary = "Go through a block step by step; what you do on the hosts turns green by itself."
  static override description = `Shows the current step with its instruction and what proves it, and looks about once a second whether it holds. Without a block it goes on where you left off. A step that nothing can prove is left with Enter; one that has to act in order to know waits for a key and says what it will do.

Keys: Enter next, b back, h hint, n notes, s shell, a answer, c check, x skip what is optional, ? all keys, q quit. With --plain, or without a terminal, the same as words and lines.`
  static override examples = [
    "<%= config.bin %> run",
    "<%= config.bin %> run block2",
    "<%= config.bin %> run 2.3",
    "<%= config.bin %> run block2 --plain",
  ]
  static override enableJsonFlag = false
  static override args = {
    block: Args.string({ description: "A block, or an exercise or a step to begin at.", required: false }),
  }
  static override flags = {
    plain: Flags.boolean({ description: "Lines and words in the place of a screen and keys." }),
    "ask-sudo": Flags.boolean({ description: "Ask for the password of sudo where one is needed.", helpGroup: "HOSTS" }),
    ...inventoryFlags,
  }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Run)
    const { signal } = this
    const session = await openSession(flags, (message) => this.note(message))
    await runCourse({ session, word: args.block, plain: flags.plain, askSudo: flags["ask-sudo"], signal })
  }
}
