import { appendFileSync } from "node:fs"
import { setTimeout as sleep } from "node:timers/promises"
import { openPgDatabase } from "../../../src/grading/gradebook/pg-database.js"
import { gradingStore } from "../../../src/grading/gradebook/store/grading-store.js"
import { CourseError } from "../../../src/errors/course-error.js"
import { openGradingQueue } from "../../../src/grading/queue/pg-boss-queue.js"
import { work, type WorkEvent } from "../../../src/grading/queue/work.js"
import { keepClaim } from "../../../src/grading/run/keep-claim.js"
import { outcome, result } from "../gradebook/sample.js"

/**
 * A worker process of a test. Says what it does on standard output, one line each, and in the file of `log` whom it finished. A student
 * whose id begins with "stuck" is never finished by a worker called "first" or "second".
 */
const [url = "", name = "", log = "", ...labels] = process.argv.slice(2)
const database = await openPgDatabase(url)
const store = gradingStore(database)
const queue = await openGradingQueue(url)
const drain = new AbortController()
process.on("SIGTERM", () => drain.abort())

const aboutOf = (event: WorkEvent): string =>
  event.kind === "passed-over" ? event.lacking.join(" ") : "student" in event ? event.student : ""

const sum = await work({
  queue,
  store,
  name: `${name}-${process.pid}`,
  labels: new Set(labels),
  concurrency: 2,
  staleAfterMs: 1_500,
  idleMs: 50,
  canGrade: () => Promise.resolve(true),
  grade: async (claim, stop) => {
    const own = new AbortController()
    const ended = AbortSignal.any([own.signal, stop])
    const stopBeating = keepClaim(store, claim, (why) => own.abort(why), 200)
    try {
      const stuck = claim.student.startsWith("stuck") && name !== "third"
      await sleep(stuck ? 60_000 : 5, undefined, { signal: ended }).catch(() => undefined)
      if (own.signal.aborted) return "lost"
      if (stop.aborted) {
        await store.release(claim)
        return "released"
      }
      await store.finish(claim, outcome([result("b5.one", "pass")]))
      appendFileSync(log, `${claim.student} ${name}\n`)
      return "finished"
    } catch (error) {
      if (error instanceof CourseError && error.code === "COURSE_CLAIM_LOST") return "lost"
      throw error
    } finally {
      await stopBeating()
    }
  },
  closeRun: async (runId) => await store.closeRun(runId),
  onEvent: (event) => process.stdout.write(`${event.kind} ${aboutOf(event)}\n`),
  drain: drain.signal,
  // What is stuck is given back as soon as the worker is told to stop.
  stop: drain.signal,
  untilIdle: name === "third" || labels.length > 0,
})
process.stdout.write(`over ${JSON.stringify(sum)}\n`)
await queue.close()
await database.close()
