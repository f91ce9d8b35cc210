/** Something is spoken only once it has stood for this long, so that fast changes are not read out one by one. */
const STANDING_MS = 700

/** Tells screen readers what changed, in a live region, politely and without repeating itself. */
export class Announcer {
  readonly #region: HTMLElement
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(region: HTMLElement) {
    this.#region = region
  }

  /** Replaces what has not been spoken yet. */
  say(text: string, standing = STANDING_MS): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      if (this.#region.textContent !== text) this.#region.textContent = text
    }, standing)
  }
}
