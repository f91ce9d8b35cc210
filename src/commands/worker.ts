import { Flags } from "@oclif/core"
import { CourseCommand } from "../cli/base-command.js"
import type { WorkSum } from "../grading/queue/work.js"

export default class Worker extends CourseCommand {
  static override summary = "Grade students of queued runs, on this machine, until it is stopped."
  static override description = `Takes students that \`course grade ROSTER --queue\` put into the queue, on the PostgreSQL server that DATABASE_URL names. Start as many workers on as many machines as you like: each student is graded by one of them. When a worker falls silent for 45 s, its students are taken over by others, and what it would still write is refused.

The queue holds ids and nothing else. Addresses, key files and references to secrets come from this worker's own copy of the roster, which has to be the very file that the run was queued with; variables and key files that it names are those of this machine. A run that was queued with another roster or with other checks is left to other workers, and said so.

--label says what this machine is or reaches, such as network=campus. It takes runs that ask for no label, and those whose labels it has all of.

Ctrl-C or SIGTERM: nothing more is taken, what is in work has the time of --grace to be finished and is given back after it. Once more stops at once; others take over then.`
  static override examples = [
    "<%= config.bin %> worker --roster roster.csv",
    "<%= config.bin %> worker --roster roster.csv --label network=campus --concurrency 16",
    "<%= config.bin %> worker --roster roster.csv --until-idle",
  ]
  static override flags = {
    roster: Flags.string({ description: "This machine's copy of the roster.", helpValue: "ROSTER", required: true }),
    label: Flags.string({
      description: "What this machine is or reaches; may be given several times.",
      helpValue: "LABEL",
      multiple: true,
      multipleNonGreedy: true,
    }),
    concurrency: Flags.integer({
      description: "Students in work at once; by the cores, memory and file handles of this machine unless told.",
      min: 1,
      max: 1000,
    }),
    name: Flags.string({ description: "How the gradebook shows this worker.", helpValue: "NAME" }),
    timeout: Flags.integer({ description: "Seconds that one student may take.", default: 900, min: 10, max: 86_400 }),
    grace: Flags.integer({ description: "Seconds to finish what is in work.", default: 60, min: 0, max: 86_400 }),
    "until-idle": Flags.boolean({ description: "End when nothing is left that this worker could do." }),
  }

  async run(): Promise<WorkSum> {
    const { flags } = await this.parse(Worker)
    const { runWorker } = await import("../cli/queue/run-worker.js")
    const sum = await runWorker(
      {
        roster: flags.roster,
        labels: flags.label ?? [],
        concurrency: flags.concurrency,
        name: flags.name,
        timeoutSeconds: flags.timeout,
        graceSeconds: flags.grace,
        untilIdle: flags["until-idle"],
      },
      { signal: this.signal, say: (line) => this.note(line) },
    )
    const faults = sum.faults > 0 ? `, ${sum.faults} failed by a fault of course itself` : ""
    if (!this.jsonEnabled())
      this.log(`${sum.finished} finished, ${sum.released} given back, ${sum.lost} lost to others${faults}.`)
    return sum
  }
}
