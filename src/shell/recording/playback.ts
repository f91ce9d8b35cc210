/** A timer may not be set further ahead. */
const LONGEST_TIMER = 2 ** 31 - 1

/** Time that can be held and stopped. */
export class Playback {
  #stopped = false
  #paused = false
  #wake: () => void = () => undefined

  get stopped(): boolean {
    return this.#stopped
  }

  stop(): void {
    this.#stopped = true
    this.#wake()
  }

  togglePause(): void {
    this.#paused = !this.#paused
    this.#wake()
  }

  /** Settles after some milliseconds that are not paused, or at once when it is stopped. */
  async wait(ms: number): Promise<void> {
    let left = ms
    while (!this.#stopped && (left > 0 || this.#paused)) {
      const from = performance.now()
      const running = !this.#paused
      await this.#change(running ? Math.min(left, LONGEST_TIMER) : undefined)
      if (running) left -= performance.now() - from
    }
  }

  /** Settles after a time, or earlier when something changed. */
  #change(ms: number | undefined): Promise<void> {
    return new Promise((resolve) => {
      const timer = ms === undefined ? undefined : setTimeout(resolve, ms)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}
