import { Args, Flags } from "@oclif/core"
import { CourseCommand } from "../../cli/base-command.js"
import { ClassDisplay } from "../../cli/grade/class-display.js"
import { classExitCode, classSummary } from "../../cli/grade/class-summary.js"
import { NEWEST_RUN } from "../../cli/grade/run-flags.js"
import { EXIT } from "../../errors/codes.js"
import { paperOf } from "../../cli/gradebook/text.js"
import { confirmChange } from "../../cli/confirm.js"
import type { GradeOptions } from "../../cli/grade/grade-run.js"
import type { QueuedRun } from "../../cli/queue/queue-run.js"
import type { RunProgress } from "../../grading/model.js"
import type { ClassResult } from "../../grading/run/grade-class.js"

const LONGEST_SECONDS = 24 * 60 * 60

export default class Grade extends CourseCommand {
  // Told by hand: of flags that exclude several others, the generated lines are a riddle.
  static override usage = [
    "<%= command.id %> ROSTER [WHAT...] [--only ID...] [--passive] [--quick] [--against LAB] [--repeat <value>] [--yes]",
    "<%= command.id %> ROSTER --resume [RUN] [--only ID...] [--yes]",
    "<%= command.id %> ROSTER [WHAT...] --queue [--label LABEL...] [--only ID...] [--passive] [--quick]",
    "<%= command.id %> ROSTER --watch [RUN]",
  ]
  static override summary = "Look at the machines of a whole class and keep what they prove in its gradebook."
  static override description = `Names blocks, exercises, steps or checks as \`course check\` does; without a name, everything. Each student is looked at apart from all others, several at once, and every result is kept the moment it exists: in .course/gradebook beside the roster, or on the PostgreSQL server that DATABASE_URL names. What lives on the student's own computer, answers included, is handed in by \`course submit\`.

Who cannot be observed gets no zero: the last proven result stands, and the summary says why. A run that was cut, however it was cut, goes on with --resume; students whom it had finished stay as they are.

--against NAME tries the checks on a lab first, such as \`course lab up --name reference --state v0.5\`. What fails there fails by no student's fault: it is named and left out for everybody in this run.

--repeat N believes a failure only after N looks; what interrupts a machine is never done twice.

Exit codes: 0 everybody was observed, whatever failed; 2 the roster or the command line is wrong; 3 somebody could not be wholly observed, or the gradebook cannot be used; 130 stopped from the keyboard (--resume goes on).`
  static override examples = [
    "<%= config.bin %> grade roster.csv",
    "<%= config.bin %> grade roster.csv block5 --passive",
    "<%= config.bin %> grade roster.csv --only anna --only ben --repeat 2",
    "<%= config.bin %> grade roster.csv --against reference",
    "<%= config.bin %> grade roster.csv --resume",
    "<%= config.bin %> grade roster.csv --queue --label network=campus",
    "<%= config.bin %> grade roster.csv --watch",
  ]
  static override strict = false
  static override args = {
    roster: Args.string({ description: "The class: a CSV or YAML file.", required: true }),
    what: Args.string({ description: "Blocks, exercises, steps or checks.", required: false }),
  }
  static override flags = {
    passive: Flags.boolean({ description: "Only look: leave out what acts on a host.", default: false }),
    quick: Flags.boolean({ description: "Leave out what takes long.", default: false }),
    only: Flags.string({
      description: "Only this student; may be given several times.",
      helpValue: "ID",
      multiple: true,
      multipleNonGreedy: true,
    }),
    repeat: Flags.integer({ description: "How often a failure has to be seen.", default: 1, min: 1, max: 10 }),
    against: Flags.string({
      description: "Leave out what fails on this lab of the reference, too.",
      helpValue: "LAB",
    }),
    resume: Flags.string({
      description: "Go on with a run: the newest, or the one named.",
      helpValue: "[RUN]",
      exclusive: ["passive", "quick", "against", "repeat"],
    }),
    concurrency: Flags.integer({
      description:
        "Students in work at once, beside those only waited for; by the cores, memory and file handles of this machine unless told.",
      min: 1,
      max: 1000,
      helpGroup: "LIMITS",
    }),
    timeout: Flags.integer({
      description: "Seconds that one student may take.",
      default: 900,
      min: 10,
      max: LONGEST_SECONDS,
      helpGroup: "LIMITS",
    }),
    queue: Flags.boolean({
      description: "Leave the work to `course worker` on any number of machines; needs DATABASE_URL.",
      default: false,
      helpGroup: "QUEUE",
      exclusive: ["concurrency"],
    }),
    label: Flags.string({
      description: "Only workers with this label, such as network=campus; may be given several times.",
      helpValue: "LABEL",
      multiple: true,
      multipleNonGreedy: true,
      dependsOn: ["queue"],
      helpGroup: "QUEUE",
    }),
    watch: Flags.string({
      description:
        "Only show how far a run is, from anywhere: the newest, or the one named. Needs DATABASE_URL while it runs.",
      helpValue: "[RUN]",
      helpGroup: "QUEUE",
      exclusive: ["passive", "quick", "only", "against", "repeat", "resume", "queue", "concurrency", "timeout", "yes"],
    }),
    yes: Flags.boolean({
      char: "y",
      default: false,
      description: "Do not ask before something acts on the machines of the class.",
    }),
  }

  async run(): Promise<(ClassResult & { exitCode: number }) | QueuedRun | RunProgress | undefined> {
    const { flags, argv } = await this.parse(Grade)
    const [roster = "", ...words] = argv.map(String)
    const { CourseError } = await import("../../errors/course-error.js")
    if (flags.resume !== undefined && words.length > 0)
      throw new CourseError("COURSE_USAGE", "--resume goes on with what the run was asked for.", {
        hint: `Leave ${words.join(" ")} away, or start another run without --resume.`,
      })
    if (flags.watch !== undefined) {
      if (words.length > 0)
        throw new CourseError("COURSE_USAGE", "--watch shows a run as it was begun.", {
          hint: `Leave ${words.join(" ")} away.`,
        })
      return await this.#watch(roster, flags.watch)
    }
    const { gradeRoster } = await import("../../cli/grade/grade-run.js")
    const display = new ClassDisplay()
    const began = performance.now()
    const options = {
      roster,
      words,
      passive: flags.passive,
      quick: flags.quick,
      repeat: flags.repeat,
      only: flags.only ?? [],
      resume: flags.resume,
      against: flags.against,
      concurrency: flags.concurrency,
      timeoutSeconds: flags.timeout,
    }
    if (flags.queue) return await this.#queue(options, flags.label ?? [], flags.yes)
    let result: ClassResult | undefined
    try {
      result = await gradeRoster(
        options,
        {
          say: (line) => display.say(line),
          agree: (plan) => this.#agree(plan, flags.yes),
          start: (total) => display.start(total),
          onEvent: (event) => display.event(event),
        },
        this.signal,
      )
    } finally {
      display.stop()
    }
    if (!result) {
      this.note("Nothing was done.")
      return undefined
    }
    const seconds = (performance.now() - began) / 1000
    const about = { roster, seconds, stopped: this.signal.aborted, bin: this.config.bin }
    for (const line of classSummary(result, about, paperOf(process.stdout))) this.log(line)
    if (this.signal.aborted)
      throw new CourseError("COURSE_INTERRUPTED", "Stopped from the keyboard. What was finished is kept.", {
        hint: `Go on with: ${this.config.bin} grade ${roster} --resume ${result.runId}`,
      })
    const exitCode = classExitCode(result)
    process.exitCode = exitCode
    return { ...result, exitCode }
  }

  async #watch(roster: string, run: string): Promise<RunProgress> {
    const { watchRun } = await import("../../cli/grade/watch-run.js")
    const display = new ClassDisplay()
    let watched = run
    try {
      const progress = await watchRun(
        { roster, run, bin: this.config.bin },
        {
          say: (line) => display.say(line),
          start: ({ runId, total, over }) => {
            watched = runId
            display.start(total, { over, watched: true })
          },
          onEvent: (event) => display.event(event),
        },
        this.signal,
      )
      const missed = progress.attempts.filter(({ state }) => state === "unobserved").length
      display.stop()
      this.log(`Run ${progress.run.id}: ${progress.attempts.length} students, ${missed} of them not observed.`)
      process.exitCode = missed === 0 ? EXIT.ok : EXIT.unobserved
      return progress
    } catch (error) {
      if (!this.signal.aborted) throw error
      const { CourseError } = await import("../../errors/course-error.js")
      throw new CourseError("COURSE_INTERRUPTED", "No longer watched. The run itself is not stopped by that.", {
        hint: `Look again with: ${this.config.bin} grade ${roster} --watch${watched === NEWEST_RUN ? "" : ` ${watched}`}`,
        cause: error,
      })
    } finally {
      display.stop()
    }
  }

  async #queue(options: GradeOptions, labels: readonly string[], yes: boolean): Promise<QueuedRun | undefined> {
    const { queueRun } = await import("../../cli/queue/queue-run.js")
    const told = {
      say: (line: string): void => this.note(line),
      agree: (plan: { students: number; passive: boolean; resumed: boolean }) => this.#agree(plan, yes),
    }
    const queued = await queueRun(options, labels, told, this.signal)
    if (!queued) {
      this.note("Nothing was done.")
      return undefined
    }
    const whose = queued.labels.length > 0 ? ` with the labels ${queued.labels.join(", ")}` : ""
    this.log(`Run ${queued.runId}: ${queued.queued} students wait for workers${whose}.`)
    const asked = queued.labels.map((label) => ` --label ${label}`).join("")
    this.note(`Start workers with: ${this.config.bin} worker --roster ${options.roster}${asked}`)
    this.note(`Follow it with:     ${this.config.bin} grade ${options.roster} --watch ${queued.runId}`)
    return queued
  }

  async #agree(
    { students, passive, resumed }: { students: number; passive: boolean; resumed: boolean },
    yes: boolean,
  ): Promise<boolean> {
    // Without a terminal nobody can be asked, and whoever put the command into a script has decided.
    if (yes || passive || students === 0 || !process.stdin.isTTY || !process.stderr.isTTY || this.jsonEnabled())
      return true
    const whose = students === 1 ? "the machines of one student" : `the machines of ${students} students`
    return await confirmChange(
      `${resumed ? "Go on and act" : "Act"} on ${whose}: services are stopped and started, drawings posted, and all of it undone?`,
    )
  }
}
