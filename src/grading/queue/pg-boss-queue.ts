import { randomUUID } from "node:crypto"
import { setTimeout as sleep } from "node:timers/promises"
import type PgBoss from "pg-boss"
import { z } from "zod"
import { CourseError } from "../../errors/course-error.js"
import { reasonOf } from "../../errors/reason-of.js"
import { isCut } from "../gradebook/database-faults.js"
import type { GradingQueue, Job } from "./grading-queue.js"
import { parseQueueName, queueName, type QueueOfRun } from "./labels.js"

/** Far longer than any student takes: who has fallen silent is known from the claims, much sooner. */
const EXPIRE_HOURS = 23
/** Being given back is no failure: a job may be given back as often as it takes. */
const RETRIES = 1_000_000

const jobData = z.object({ runId: z.string().min(1), student: z.string().min(1) })
const jobRow = z.object({ id: z.string(), data: jobData })

/**
 * Opens the queue: pg-boss in the schema `pgboss` of the gradebook's server.
 * @throws CourseError COURSE_GRADEBOOK when there is no server or it cannot be used
 */
export async function openGradingQueue(databaseUrl: string | undefined): Promise<GradingQueue> {
  if (databaseUrl === undefined || databaseUrl === "")
    throw new CourseError("COURSE_GRADEBOOK", "A queue needs a PostgreSQL server, and DATABASE_URL names none.", {
      hint: "The embedded gradebook belongs to one process. Set DATABASE_URL=postgres://user@host/database, the same one for `course grade --queue` and each `course worker`.",
    })
  const { default: Boss } = await import("pg-boss")
  const boss = new Boss({ connectionString: databaseUrl, application_name: "course queue", max: 2, schedule: false })
  // What matters fails in the call that needs it; the library's own upkeep is tried again by itself.
  boss.on("error", () => undefined)
  await asked(async () => await boss.start())
  return new PgBossQueue(boss)
}

class PgBossQueue implements GradingQueue {
  constructor(private readonly boss: PgBoss) {}

  async put(to: Omit<QueueOfRun, "name">, students: readonly string[]): Promise<number> {
    const { runId } = to
    const name = queueName(to)
    return await asked(async () => {
      for (const other of await this.#queues())
        if (other.runId === runId && other.name !== name) await this.#drop(other.name)
      await this.boss.createQueue(name, { name, retryLimit: RETRIES, retryDelay: 0, expireInHours: EXPIRE_HOURS })
      const there = await this.boss
        .getDb()
        .executeSql(`select data ->> 'student' as student from pgboss.job where name = $1 and state < 'completed'`, [
          name,
        ])
      const queued = new Set(
        z
          .array(z.object({ student: z.string() }))
          .parse(there.rows)
          .map(({ student }) => student),
      )
      const missing = students.filter((student) => !queued.has(student))
      // retryDelay of the queue counts for send() alone.
      const limits = { retryLimit: RETRIES, retryDelay: 0, expireInSeconds: EXPIRE_HOURS * 3600 }
      if (missing.length > 0)
        await this.boss.insert(
          missing.map((student, index) => ({
            ...{ id: randomUUID(), name, data: { runId, student }, ...limits },
            // In the order they were told in: without it, the ids decide among what came at one moment.
            priority: missing.length - index,
          })),
        )
      return missing.length
    })
  }

  async queues(): Promise<QueueOfRun[]> {
    return await asked(() => this.#queues())
  }

  async #queues(): Promise<QueueOfRun[]> {
    const queues = await this.boss.getQueues()
    return queues
      .sort((a, b) => Number(a.createdOn) - Number(b.createdOn))
      .flatMap(({ name }) => parseQueueName(name) ?? [])
  }

  async take(queue: string): Promise<Job | undefined> {
    const [job] = await asked(() => this.boss.fetch(queue))
    return job === undefined ? undefined : jobOf(queue, job)
  }

  async taken(queue: string): Promise<Job[]> {
    const found = await asked(() =>
      this.boss
        .getDb()
        .executeSql(`select id::text as id, data from pgboss.job where name = $1 and state = 'active'`, [queue]),
    )
    return found.rows.map((row) => jobOf(queue, row))
  }

  async left(queue: string): Promise<number> {
    return await asked(() => this.boss.getQueueSize(queue, { before: "completed" }))
  }

  async done({ queue, id }: Job): Promise<void> {
    await asked(() => this.boss.complete(queue, id))
  }

  async giveBack({ queue, id }: Job): Promise<void> {
    await asked(() => this.boss.fail(queue, id))
  }

  async remove(queue: string): Promise<void> {
    await asked(() => this.#drop(queue))
  }

  /** Jobs, done or not, hold on to their queue: pg-boss removes none that has some. */
  async #drop(queue: string): Promise<void> {
    try {
      await this.boss.getDb().executeSql("delete from pgboss.job where name = $1", [queue])
      await this.boss.deleteQueue(queue)
    } catch (error) {
      // Another worker may have removed it between the two.
      if (isCut(error) || (await this.boss.getQueue(queue)) !== null) throw error
    }
  }

  async close(): Promise<void> {
    await this.boss.stop({ graceful: false, wait: true, close: true })
  }
}

/** What lies in the database is believed only once it has the right form. */
function jobOf(queue: string, row: unknown): Job {
  const parsed = jobRow.safeParse(row)
  if (parsed.success) return { id: parsed.data.id, queue, ...parsed.data.data }
  throw new CourseError("COURSE_GRADEBOOK", `The queue ${queue} holds a job that course did not put there.`, {
    hint: "Remove it from the table pgboss.job, or start the run anew.",
    cause: parsed.error,
  })
}

/** How long to wait before each further try after the connection was cut. */
const RETRY_MS = [250, 500, 1_000, 2_000, 4_000]

/** What is done twice because an answer was lost does no harm: a job that was taken unheard is found among those of silent workers. */
async function asked<Result>(work: () => Promise<Result>): Promise<Result> {
  for (const wait of RETRY_MS) {
    try {
      return await work()
    } catch (error) {
      if (!isCut(error)) throw queueFault(error)
      await sleep(wait)
    }
  }
  try {
    return await work()
  } catch (error) {
    throw queueFault(error)
  }
}

function queueFault(cause: unknown): CourseError {
  if (cause instanceof CourseError) return cause
  return new CourseError("COURSE_GRADEBOOK", `The queue cannot be used: ${reasonOf(cause)}.`, {
    hint: "Look whether the PostgreSQL server of DATABASE_URL runs, and whether its user may create a schema. What was graded is kept: once the server is back, start the workers again, and they go on.",
    cause,
  })
}
