/** One student's place among those in work. */
export interface Place {
  /** Nothing has come from the student's hosts for a while: somebody else may begin meanwhile. */
  quiet(): void
  /** Something came again. */
  lively(): void
  leave(): void
}

/**
 * How many students are in work at once: at most `most` with whom something happens, and at most `all` with those who are only waited for.
 * Hosts that are off or never answer cost time alone; without this, a class with many of them would be as slow as they are.
 */
export class Places {
  readonly #most: number
  readonly all: number
  readonly #waiting: (() => void)[] = []
  #taken = 0
  #quiet = 0

  constructor(most: number, all = Math.ceil(1.5 * most)) {
    this.#most = most
    this.all = all
  }

  /** Takes a place as soon as there is one, first come, first served. */
  async take(): Promise<Place> {
    if (this.#isFree()) this.#taken++
    else await new Promise<void>((resolve) => this.#waiting.push(resolve))
    let state: "lively" | "quiet" | "left" = "lively"
    const become = (next: typeof state): void => {
      if (state === "left" || state === next) return
      if (state === "quiet") this.#quiet--
      if (next === "quiet") this.#quiet++
      if (next === "left") this.#taken--
      state = next
      this.#letIn()
    }
    return { quiet: () => become("quiet"), lively: () => become("lively"), leave: () => become("left") }
  }

  #isFree(): boolean {
    return this.#taken < this.all && this.#taken - this.#quiet < this.#most
  }

  /** The place is theirs from now on, not only once they go on. */
  #letIn(): void {
    while (this.#waiting.length > 0 && this.#isFree()) {
      this.#taken++
      this.#waiting.shift()?.()
    }
  }
}
