import { Args, Flags } from "@oclif/core"
import { CourseCommand } from "../cli/base-command.js"
import { planChecks } from "../catalog/plan-checks.js"
import { runChecks } from "../cli/check-run.js"
import { exitCodeOf } from "../cli/exit-code.js"
import { deliver, formatFlags, writeResult } from "../cli/format-flags.js"
import { inventoryFlags } from "../cli/inventory-flags.js"
import { connectedObserver } from "../cli/observer.js"
import { Progress } from "../cli/progress.js"
import { noteResults } from "../cli/note-results.js"
import { openSession } from "../cli/session.js"
import { watchChecks } from "../cli/watch.js"
import { loadCatalog } from "../catalog/load-catalog.js"
import { hostRole } from "../engine/observation.js"
import type { Report } from "../engine/report.js"

export default class Check extends CourseCommand {
  static override summary = "Look at the hosts and say what holds and what does not."
  static override description = `Names blocks (block5), exercises (5.4), steps (5.4.6) or checks (b5.active); without a name, everything.

What has to act in order to know (stop the service, post a drawing) is announced, runs alone and is undone; --passive leaves it out. What interrupts a host, such as a reboot, runs only when its check is named.

Exit codes: 0 all passed but for bonuses, 1 a check failed, 2 the command line or course.yaml is wrong, 3 something could not be observed, 70 a fault of course itself, 130 stopped from the keyboard.`
  static override examples = [
    "<%= config.bin %> check block5",
    "<%= config.bin %> check 5.4 --host prod --passive",
    "<%= config.bin %> check block5 --lab",
    "<%= config.bin %> check block5 --format html --output report.html",
    "<%= config.bin %> check 5.4.6 --watch",
  ]
  static override strict = false
  static override args = {
    what: Args.string({ description: "Blocks, exercises, steps or checks.", required: false }),
  }
  static override flags = {
    passive: Flags.boolean({ description: "Only look: leave out what acts on a host." }),
    quick: Flags.boolean({ description: "Leave out what takes long." }),
    host: Flags.option({ options: hostRole.options, multiple: true })({
      description: "Only what lives on this host.",
      helpGroup: "HOSTS",
    }),
    "ask-sudo": Flags.boolean({ description: "Ask for the password of sudo where one is needed.", helpGroup: "HOSTS" }),
    watch: Flags.boolean({
      description: "Look again every second and tell what changes, until Ctrl-C. Only looks, as with --passive.",
      exclusive: ["format", "output", "record", "json"],
    }),
    record: Flags.string({
      description: "Also write all observations to a file for `course judge`.",
      helpValue: "FILE",
      helpGroup: "REPORT",
    }),
    ...inventoryFlags,
    ...formatFlags,
  }

  async run(): Promise<Report | undefined> {
    const { flags, argv } = await this.parse(Check)
    const words = argv.map(String)
    const progress = new Progress()
    const [catalog, session] = await Promise.all([
      loadCatalog({ words }),
      openSession(flags, (message) => progress.say(message)),
    ])
    const choice = { words, hosts: flags.host ?? [], passive: flags.passive || flags.watch, quick: flags.quick }
    const plan = planChecks(catalog, session.context, choice)
    const observer = connectedObserver(session, { progress, askSudo: flags["ask-sudo"], signal: this.signal })
    if (flags.watch) {
      await watchChecks(plan, observer, { signal: this.signal, stream: process.stdout })
      return undefined
    }
    const assisted = new Set(Object.keys(await session.workspace.assisted.read()))
    const { report, judged, recording } = await runChecks(plan, {
      rules: catalog.rules,
      observe: observer.observe,
      assisted,
    })
    this.signal.throwIfAborted()
    if (flags.record !== undefined) await writeResult(flags.record, `${JSON.stringify(recording)}\n`)
    await noteResults(session, judged, (message) => this.note(message))
    await deliver(report, flags)
    process.exitCode = exitCodeOf(judged)
    return report
  }
}
