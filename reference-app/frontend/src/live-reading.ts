/** What the live reading needs from outside; times are in milliseconds. */
export interface LiveReadingParts<Drawing, Reading> {
  /** Asks for one reading; `pause` is how long to leave the service alone afterwards. */
  ask(drawing: Drawing, signal: AbortSignal): Promise<{ reading: Reading; pause: number }>
  show(reading: Reading): void
  /** Told why a reading is missing. @returns how long to leave the service alone, and whether to ask once more then */
  failed(error: unknown): { readonly pause: number; readonly again: boolean }
}

/** The hand rests this long before the drawing is worth a request. */
export const REST_MS = 140

/**
 * Keeps the reading up to date while somebody draws: asks when the hand rests, one request at a time, and drops an answer
 * to a drawing that has changed since. A pause that the service or a failure asks for is kept.
 */
export class LiveReading<Drawing, Reading> {
  readonly #parts: LiveReadingParts<Drawing, Reading>
  #wanted: { drawing: Drawing; since: number } | undefined
  #asking: AbortController | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #notBefore = 0

  constructor(parts: LiveReadingParts<Drawing, Reading>) {
    this.#parts = parts
  }

  /** The drawing has changed and is to be read. */
  want(drawing: Drawing): void {
    this.#wanted = { drawing, since: Date.now() }
    this.#plan()
  }

  /** Nothing is to be read: the drawing is empty or has been submitted. An answer on its way is not shown any more. */
  stop(): void {
    this.#wanted = undefined
    clearTimeout(this.#timer)
    this.#asking?.abort()
  }

  #plan(): void {
    clearTimeout(this.#timer)
    if (this.#wanted === undefined || this.#asking) return
    const due = Math.max(this.#wanted.since + REST_MS, this.#notBefore)
    this.#timer = setTimeout(() => void this.#ask(), Math.max(0, due - Date.now()))
  }

  async #ask(): Promise<void> {
    if (this.#wanted === undefined) return
    const { drawing } = this.#wanted
    this.#wanted = undefined
    const asking = new AbortController()
    this.#asking = asking
    try {
      const { reading, pause } = await this.#parts.ask(drawing, asking.signal)
      this.#notBefore = Date.now() + pause
      if (!asking.signal.aborted && this.#wanted === undefined) this.#parts.show(reading)
    } catch (error) {
      if (!asking.signal.aborted) {
        const { pause, again } = this.#parts.failed(error)
        this.#notBefore = Date.now() + pause
        // The drawing still waits for its reading, unless a newer one does.
        if (again) this.#wanted ??= { drawing, since: Date.now() }
      }
    } finally {
      this.#asking = undefined
      this.#plan()
    }
  }
}
