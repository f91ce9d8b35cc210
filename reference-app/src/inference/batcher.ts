import { DeadlineError, OverloadedError, StoppingError } from "./refusals.js"

export interface BatchingOptions {
  /** Most inputs of one run, unless one call hands in more; what is beyond goes into the next run. Default 64. */
  readonly maxBatch?: number
  /** Most inputs that wait; what is beyond is refused. Default 1024. */
  readonly maxQueue?: number
  /** Most milliseconds from taking an input to answering it. Default 2000. */
  readonly deadlineMs?: number
}

export interface BatcherParts<Input, Output> {
  /** One output or error for each input, in their order. When it rejects, every input of this run fails. */
  run(inputs: readonly Input[]): Promise<readonly (Output | Error)[]>
  /** Told once for each input that was taken, when its caller is answered. */
  settled?(input: Input, outcome: Output | Error): void
}

/** What one call handed in: it runs together and is answered once. */
interface Ticket<Input, Output> {
  readonly inputs: readonly Input[]
  readonly deadline: number
  open: boolean
  resolve(outputs: Output[]): void
  reject(error: Error): void
}

/**
 * Lets inputs that arrive together share a run. A run starts at the moment when an input arrives and none is going on,
 * so that an input alone waits for nothing; what arrives during a run shares the next one.
 */
export class Batcher<Input, Output> {
  readonly #parts: BatcherParts<Input, Output>
  readonly #limits: Required<BatchingOptions>
  #waiting: Ticket<Input, Output>[] = []
  #running: Ticket<Input, Output>[] = []
  #depth = 0
  #unanswered = 0
  #working = false
  #timer: NodeJS.Timeout | undefined
  #closing: Promise<void> | undefined
  #drained: (() => void) | undefined

  constructor(parts: BatcherParts<Input, Output>, options: BatchingOptions = {}) {
    this.#parts = parts
    this.#limits = { maxBatch: 64, maxQueue: 1024, deadlineMs: 2000, ...options }
  }

  /** How many inputs wait for a run. */
  get depth(): number {
    return this.#depth
  }

  /** Rejects with OverloadedError, DeadlineError, StoppingError, or with what went wrong in the run. */
  add(input: Input): Promise<Output> {
    return new Promise((resolve, reject) => this.#take([input], ([output]) => resolve(output!), reject))
  }

  /** The same for several inputs, which are taken or refused together; outputs come in the order of the inputs. */
  addMany(inputs: readonly Input[]): Promise<Output[]> {
    if (inputs.length === 0) return Promise.resolve([])
    return new Promise((resolve, reject) => this.#take(inputs, resolve, reject))
  }

  /** Takes nothing more; resolves when everything that was taken is answered. */
  close(): Promise<void> {
    this.#closing ??= new Promise((resolve) => {
      this.#drained = resolve
      this.#noteDrained()
    })
    return this.#closing
  }

  #take(inputs: readonly Input[], resolve: (outputs: Output[]) => void, reject: (error: Error) => void): void {
    const { maxQueue, deadlineMs } = this.#limits
    if (inputs.length > maxQueue) return reject(new RangeError(`${inputs.length} inputs at once; ${maxQueue} may wait`))
    if (this.#closing) return reject(new StoppingError())
    if (this.#depth + inputs.length > maxQueue) return reject(new OverloadedError())
    this.#waiting.push({ inputs, deadline: performance.now() + deadlineMs, open: true, resolve, reject })
    this.#depth += inputs.length
    this.#unanswered++
    this.#timer ??= setTimeout(this.#watchDeadlines, deadlineMs)
    if (!this.#working) void this.#work()
  }

  async #work(): Promise<void> {
    this.#working = true
    while (this.#startBatch()) {
      const inputs = this.#running.flatMap((ticket) => ticket.inputs)
      const outcomes = await this.#run(inputs)
      let from = 0
      for (const ticket of this.#running) {
        this.#answer(ticket, outcomes.slice(from, from + ticket.inputs.length))
        from += ticket.inputs.length
      }
    }
    this.#working = false
  }

  /** Moves what fits into one run from `#waiting` to `#running`; false when nothing waits. */
  #startBatch(): boolean {
    this.#refuseLate()
    let size = 0
    let count = 0
    for (const { inputs } of this.#waiting) {
      if (count > 0 && size + inputs.length > this.#limits.maxBatch) break
      size += inputs.length
      count++
    }
    this.#running = this.#waiting.splice(0, count)
    this.#depth -= size
    return count > 0
  }

  async #run(inputs: readonly Input[]): Promise<readonly (Output | Error)[]> {
    try {
      const outcomes = await this.#parts.run(inputs)
      if (outcomes.length === inputs.length) return outcomes
      throw new Error(`a run of ${inputs.length} inputs gave ${outcomes.length} outputs`)
    } catch (error) {
      return inputs.map(() => (error instanceof Error ? error : new Error(String(error))))
    }
  }

  #answer(ticket: Ticket<Input, Output>, outcomes: readonly (Output | Error)[]): void {
    if (!ticket.open) return
    ticket.open = false
    this.#unanswered--
    const error = outcomes.find((outcome) => outcome instanceof Error)
    if (error) ticket.reject(error)
    else ticket.resolve(outcomes as Output[])
    ticket.inputs.forEach((input, index) => this.#parts.settled?.(input, outcomes[index]!))
    this.#noteDrained()
  }

  /** Refuses waiting tickets whose time is over. All have the same time, so the first one is always the oldest. */
  #refuseLate(): void {
    const now = performance.now()
    while (this.#waiting[0] && this.#waiting[0].deadline <= now) {
      const ticket = this.#waiting.shift()!
      this.#depth -= ticket.inputs.length
      this.#refuse(ticket)
    }
  }

  #refuse(ticket: Ticket<Input, Output>): void {
    const error = new DeadlineError()
    this.#answer(
      ticket,
      ticket.inputs.map(() => error),
    )
  }

  /** One timer looks after all tickets: it is set for the oldest one, and again when it has fired. */
  readonly #watchDeadlines = (): void => {
    this.#timer = undefined
    const now = performance.now()
    for (const ticket of this.#running) if (ticket.deadline <= now) this.#refuse(ticket)
    this.#refuseLate()
    const oldest = this.#running.find((ticket) => ticket.open) ?? this.#waiting[0]
    if (oldest) this.#timer = setTimeout(this.#watchDeadlines, Math.ceil(oldest.deadline - now))
  }

  #noteDrained(): void {
    if (this.#unanswered > 0 || !this.#drained) return
    clearTimeout(this.#timer)
    this.#drained()
  }
}
