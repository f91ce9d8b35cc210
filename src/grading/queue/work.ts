import { setTimeout as sleep } from "node:timers/promises"
import { CourseError } from "../../errors/course-error.js"
import type { Claim, GradingStore } from "../model.js"
import type { GradingQueue, Job } from "./grading-queue.js"
import { serves, type QueueOfRun } from "./labels.js"

/** How the work on a claimed student ended: see `gradeOneStudent`. */
export type WorkEnd = "finished" | "released" | "lost"

export interface WorkerDeps {
  queue: GradingQueue
  store: Pick<GradingStore, "claim" | "run" | "release">
  /** Unique among all workers: it stands in the gradebook while a student is in work. */
  name: string
  labels: ReadonlySet<string>
  concurrency: number
  /** After this silence another worker's student is taken over. */
  staleAfterMs: number
  /** How long to wait when there is nothing to do. */
  idleMs: number
  /** Can this worker grade the students of a queue? When not, it leaves it to others. */
  canGrade: (queue: QueueOfRun) => Promise<boolean>
  /** Grades a student; gives the attempt back when the signal is aborted. */
  grade: (claim: Claim, signal: AbortSignal) => Promise<WorkEnd>
  /** Called when the last student of a run is done. */
  closeRun: (runId: string) => Promise<void>
  onEvent: (event: WorkEvent) => void
  /** Aborted: take nothing more, and end once what is in work is done. */
  drain: AbortSignal
  /** Aborted: give back what is in work. */
  stop: AbortSignal
  /** End when nothing is left that this worker could do. */
  untilIdle: boolean
}

export type WorkEvent =
  | {
      readonly kind: "taken" | "taken-over" | "finished" | "released" | "lost"
      readonly student: string
      readonly runId: string
    }
  | { readonly kind: "fault"; readonly student: string; readonly runId: string; readonly error: unknown }
  | { readonly kind: "closed"; readonly runId: string }
  /** A run waits for workers with labels of which this one does not have these; said once. */
  | { readonly kind: "passed-over"; readonly runId: string; readonly lacking: readonly string[] }

/** What a worker did. */
export interface WorkSum {
  finished: number
  released: number
  lost: number
  takenOver: number
  /** Course itself failed; the student waits for `--resume`. */
  faults: number
}

/**
 * Takes students from the queue and grades them, several at a time, until it is told to stop. The queue only says who may be next; who
 * grades a student is decided by the claim in the gradebook, so that nobody is graded twice.
 * @throws CourseError COURSE_GRADEBOOK when queue or gradebook cannot be used any more
 */
export async function work(deps: WorkerDeps): Promise<WorkSum> {
  const { drain, concurrency, idleMs, staleAfterMs, untilIdle } = deps
  const sum: WorkSum = { finished: 0, released: 0, lost: 0, takenOver: 0, faults: 0 }
  const inWork = new Map<string, Promise<void>>()
  let fault: Error | undefined
  let lookForSilentAt = 0
  const passedOver = new Set<string>()
  const begin = (job: Job, claim: Claim): void => {
    const done = bringToEnd(deps, job, claim, sum)
      .catch((error: unknown) => void (fault ??= asError(error)))
      .finally(() => inWork.delete(job.id))
    inWork.set(job.id, done)
  }
  const over = (): boolean => drain.aborted || fault !== undefined
  while (!over()) {
    if (inWork.size >= concurrency) {
      await Promise.race(inWork.values())
      continue
    }
    const queues = await servedQueues(deps, passedOver)
    const next = (await takeNext(deps, queues)) ?? (await takeOverIfDue())
    if (next) {
      if (over()) await putBack(deps, next)
      else begin(next.job, next.claim)
      continue
    }
    const left = await closeWhatIsOver(deps, queues)
    if (untilIdle && inWork.size === 0 && left === 0) break
    await Promise.race([...inWork.values(), sleep(idleMs, undefined, { signal: drain }).catch(() => undefined)])

    async function takeOverIfDue(): Promise<Taken | undefined> {
      if (performance.now() < lookForSilentAt) return undefined
      const found = await takeOver(deps, queues, new Set(inWork.keys()))
      // As long as somebody is silent, look on at once: their machine may have had many students.
      if (found) sum.takenOver++
      else lookForSilentAt = performance.now() + staleAfterMs / 3
      return found
    }
  }
  await Promise.all(inWork.values())
  if (fault !== undefined) throw fault
  await closeWhatIsOver(deps, await servedQueues(deps, passedOver))
  return sum
}

interface Taken {
  readonly job: Job
  readonly claim: Claim
}

/** The queues that this worker takes from, by its labels and by its roster and checks. */
async function servedQueues(
  { queue, labels, canGrade, onEvent }: WorkerDeps,
  passedOver: Set<string>,
): Promise<QueueOfRun[]> {
  const served: QueueOfRun[] = []
  for (const each of await queue.queues()) {
    if (serves(labels, each)) {
      if (await canGrade(each)) served.push(each)
    } else if (!passedOver.has(each.name)) {
      passedOver.add(each.name)
      onEvent({ kind: "passed-over", runId: each.runId, lacking: each.labels.filter((label) => !labels.has(label)) })
    }
  }
  return served
}

async function takeNext(deps: WorkerDeps, queues: readonly QueueOfRun[]): Promise<Taken | undefined> {
  const { queue, store, name, staleAfterMs, onEvent } = deps
  for (const { name: each } of queues) {
    for (let job = await queue.take(each); job; job = await queue.take(each)) {
      const claim = await store.claim(job.runId, job.student, name, staleAfterMs)
      if (claim) {
        onEvent({ kind: "taken", ...job })
        return { job, claim }
      }
      // A job that is not brought to an end here stays taken: should whoever has the student fall silent, it is found by that.
      if (await isFinished(deps, job)) await queue.done(job)
    }
  }
  return undefined
}

async function isFinished({ store }: WorkerDeps, { runId, student }: Job): Promise<boolean> {
  const { attempts } = await store.run(runId)
  const attempt = attempts.find((each) => each.student === student)
  return attempt === undefined || isOver(attempt.state)
}

/** Takes a student whose worker has not been heard of for too long. */
async function takeOver(
  { queue, store, name, staleAfterMs, onEvent }: WorkerDeps,
  queues: readonly QueueOfRun[],
  mine: ReadonlySet<string>,
): Promise<Taken | undefined> {
  for (const each of queues) {
    const jobs = (await queue.taken(each.name)).filter(({ id }) => !mine.has(id))
    if (jobs.length === 0) continue
    const { attempts } = await store.run(each.runId)
    const finished = new Set(attempts.flatMap(({ student, state }) => (isOver(state) ? [student] : [])))
    for (const job of jobs) {
      if (finished.has(job.student)) {
        // Its worker was lost after the last word to the gradebook and before that to the queue.
        await queue.done(job)
        continue
      }
      const claim = await store.claim(job.runId, job.student, name, staleAfterMs)
      if (!claim) continue
      onEvent({ kind: "taken-over", ...job })
      return { job, claim }
    }
  }
  return undefined
}

async function bringToEnd(deps: WorkerDeps, job: Job, claim: Claim, sum: WorkSum): Promise<void> {
  const { queue, store, grade, stop, onEvent } = deps
  let end: WorkEnd
  try {
    end = await grade(claim, stop)
  } catch (error) {
    if (error instanceof CourseError && error.code === "COURSE_GRADEBOOK") throw error
    // Given back it would come again and fail again. It stays waiting in the gradebook, and keeps nobody else from their grades.
    sum.faults++
    onEvent({ kind: "fault", ...job, error })
    await store.release(claim)
    return await queue.done(job)
  }
  sum[end]++
  onEvent({ kind: end, ...job })
  if (end === "finished") await queue.done(job)
  if (end === "released") await queue.giveBack(job)
}

async function putBack({ queue, store }: WorkerDeps, { job, claim }: Taken): Promise<void> {
  await store.release(claim)
  await queue.giveBack(job)
}

/** Closes runs of which nothing is left. @returns how many jobs are left in all queues */
async function closeWhatIsOver(
  { queue, store, closeRun, onEvent }: WorkerDeps,
  queues: readonly QueueOfRun[],
): Promise<number> {
  let left = 0
  for (const each of queues) {
    const count = await queue.left(each.name)
    left += count
    if (count > 0) continue
    const { run, attempts } = await store.run(each.runId)
    if (!attempts.every(({ state }) => isOver(state))) continue
    if (run.finishedAt === undefined) {
      await closeRun(run.id)
      onEvent({ kind: "closed", runId: run.id })
    }
    await queue.remove(each.name)
  }
  return left
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown))
}

function isOver(state: string): boolean {
  return state === "graded" || state === "unobserved"
}
