import type { QueueOfRun } from "./labels.js"

/** A student to grade, as it waits in the queue. Holds ids alone: how machines are reached is in each worker's roster. */
export interface Job {
  readonly id: string
  readonly queue: string
  readonly runId: string
  readonly student: string
}

/** Students of runs that wait to be graded, for workers on any number of machines. */
export interface GradingQueue {
  /**
   * Adds students of a run. One that is queued already is passed over; queues that the run had for other workers are removed.
   * @returns how many were added
   */
  put(to: Omit<QueueOfRun, "name">, students: readonly string[]): Promise<number>
  /** The queues of all runs, for workers with whatever labels, oldest first. */
  queues(): Promise<QueueOfRun[]>
  /** Takes the next job of a queue: nobody else gets it until it is given back. */
  take(queue: string): Promise<Job | undefined>
  /** Jobs that somebody has taken and not brought to an end. */
  taken(queue: string): Promise<Job[]>
  /** How many are left: waiting or taken. */
  left(queue: string): Promise<number>
  done(job: Job): Promise<void>
  giveBack(job: Job): Promise<void>
  /** Removes the queue of a run that is over. */
  remove(queue: string): Promise<void>
  close(): Promise<void>
}
