import path from "node:path"
import { loadCatalog } from "../../catalog/load-catalog.js"
import type { Catalog } from "../../engine/catalog.js"
import { CourseError } from "../../errors/course-error.js"
import { flagClones } from "../../grading/fairness/flag-clones.js"
import { gradebookFolder, openGradebook } from "../../grading/gradebook/open.js"
import type { GradingStore, Run } from "../../grading/model.js"
import { parseLabels, sameRules, type QueueOfRun } from "../../grading/queue/labels.js"
import { openGradingQueue } from "../../grading/queue/pg-boss-queue.js"
import { work, type WorkEvent, type WorkSum } from "../../grading/queue/work.js"
import { classTransports } from "../../grading/run/class-transports.js"
import { collectEarly } from "../../grading/run/collect-early.js"
import { defaultConcurrency } from "../../grading/run/concurrency.js"
import { STALE_MS } from "../../grading/run/keep-claim.js"
import { gradeOneStudent } from "../../grading/run/one-student.js"
import { classSeeds } from "../../grading/run/seeds.js"
import { workerName } from "../../grading/run/worker-name.js"
import { loadRoster } from "../../inventory/roster/load-roster.js"
import { oneLine } from "../../reporters/escape.js"

const IDLE_MS = 1_000

export interface WorkerOptions {
  roster: string
  labels: readonly string[]
  concurrency: number | undefined
  name: string | undefined
  timeoutSeconds: number
  /** How long what is in work may still take once the worker is told to stop. */
  graceSeconds: number
  untilIdle: boolean
}

/** A run as this worker sees it. */
interface KnownRun {
  run: Run
  catalog: Catalog
}

/** Works until it is stopped. The first signal drains it; what is not done within the grace period is given back. */
export async function runWorker(
  options: WorkerOptions,
  { signal, say }: { signal: AbortSignal; say: (line: string) => void },
): Promise<WorkSum> {
  const labels = new Set(parseLabels(options.labels))
  const roster = await loadRoster(options.roster)
  const folder = path.dirname(roster.path)
  const databaseUrl = process.env["DATABASE_URL"]
  const queue = await openGradingQueue(databaseUrl)
  try {
    const gradebook = await openGradebook({ folder, databaseUrl, warn: say })
    try {
      const { store } = gradebook
      const own = gradebookFolder(folder)
      const name = options.name === undefined ? workerName() : `${options.name}/${workerName()}`
      const students = new Map(roster.students.map((each) => [each.student.id, each]))
      const seeds = await classSeeds(own, say)
      const known = new KnownRuns(store, roster.hash, say)
      collectEarly()
      const stop = stopAfterGrace(signal, options.graceSeconds)
      let inWork = 0
      signal.addEventListener("abort", () => say(drainLine(inWork, options.graceSeconds)), { once: true })
      say(`${oneLine(name)} waits for students${labels.size > 0 ? ` of runs for ${[...labels].join(", ")}` : ""}.`)
      return await work({
        queue,
        store,
        name,
        labels,
        concurrency: options.concurrency ?? defaultConcurrency(),
        staleAfterMs: STALE_MS,
        idleMs: IDLE_MS,
        canGrade: async (each) => (await known.get(each)) !== undefined,
        grade: async (claim, aborted) => {
          const of = known.now(claim.runId)
          const found = students.get(claim.student)
          if (!of || !found) throw new CourseError("COURSE_BUG", `${claim.student} is not in ${options.roster}.`)
          inWork++
          try {
            const { end } = await gradeOneStudent(
              { run: of.run, student: found.student, inventory: found.inventory, claim },
              {
                catalog: of.catalog,
                store,
                transports: classTransports(own),
                seeds,
                timeoutMs: options.timeoutSeconds * 1000,
                signal: aborted,
              },
            )
            return end
          } finally {
            inWork--
          }
        },
        closeRun: async (runId) => {
          await flagClones(store, runId)
          await store.closeRun(runId)
        },
        onEvent: (event) => say(lineOf(event)),
        drain: signal,
        stop,
        untilIdle: options.untilIdle,
      })
    } finally {
      await gradebook.close()
    }
  } finally {
    await queue.close()
  }
}

/** Runs, each looked up once, and whether this worker's roster and checks are theirs. */
class KnownRuns {
  readonly #runs = new Map<string, KnownRun | undefined>()

  constructor(
    private readonly store: Pick<GradingStore, "run">,
    private readonly rosterHash: string,
    private readonly say: (line: string) => void,
  ) {}

  now(runId: string): KnownRun | undefined {
    return [...this.#runs].find(([name]) => name.includes(`/${runId}/`))?.[1]
  }

  async get(queue: QueueOfRun): Promise<KnownRun | undefined> {
    if (!this.#runs.has(queue.name)) this.#runs.set(queue.name, await this.#look(queue))
    return this.#runs.get(queue.name)
  }

  async #look(queue: QueueOfRun): Promise<KnownRun | undefined> {
    const { run } = await this.store.run(queue.runId)
    const catalog = await loadCatalog({ words: run.words })
    const other = run.rosterHash !== this.rosterHash ? "roster" : sameRules(queue, catalog.rules) ? undefined : "checks"
    if (other === undefined) return { run, catalog }
    this.say(`The run ${oneLine(run.id)} is left to others: this worker's ${other} differ from what it began with.`)
    return undefined
  }
}

/** Aborts some time after the other signal did. */
function stopAfterGrace(signal: AbortSignal, seconds: number): AbortSignal {
  const stop = new AbortController()
  const after = (): void => {
    // It never keeps the process alive.
    setTimeout(() => stop.abort(signal.reason), seconds * 1000).unref()
  }
  if (signal.aborted) after()
  else signal.addEventListener("abort", after, { once: true })
  return stop.signal
}

const WORDS = {
  taken: "begun",
  "taken-over": "taken over from a worker that fell silent",
  finished: "finished",
  released: "given back",
  lost: "taken over by another worker",
} as const

/** What is to come, once a worker is told to stop. */
function drainLine(inWork: number, graceSeconds: number): string {
  if (inWork === 0) return "Nothing more is taken, and nobody is in work."
  const who = inWork === 1 ? "One student is" : `${inWork} students are`
  return `Nothing more is taken. ${who} in work and may be finished within ${graceSeconds} s; who is not is given back.`
}

function lineOf(event: WorkEvent): string {
  if (event.kind === "closed") return `${oneLine(event.runId)}: every student is done, the run is closed.`
  if (event.kind === "passed-over")
    return `The run ${oneLine(event.runId)} is left to others: it asks for --label ${event.lacking.map(oneLine).join(" --label ")}.`
  const who = `${oneLine(event.runId)} ${oneLine(event.student)}`
  if (event.kind !== "fault") return `${who}: ${WORDS[event.kind]}`
  const why = event.error instanceof Error ? event.error.message : String(event.error)
  return `${who}: course itself failed (${oneLine(why)}); \`course grade ROSTER --resume --queue\` tries again.`
}
