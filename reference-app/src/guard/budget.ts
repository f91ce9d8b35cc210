const WINDOW_MS = 60_000
/** Windows that are kept at once, about 10 MB. Where more clients come in a minute, the first of them are forgotten. */
const MOST_CLIENTS = 50_000

/** What one client has spent since its window began. */
export interface Window {
  used: number
  /** Milliseconds since 1970. */
  readonly endsAt: number
  refused: boolean
}

/**
 * Counts requests per client in windows of a minute that begin with the client's first request. What is refused does not
 * make the window longer.
 */
export class Budget {
  /**
   * Two generations. The younger takes new windows for a minute, then becomes the older; the one that was older is let
   * go as a whole, and every window in it has ended by then. No timer and no search for what has ended.
   */
  #young = new Map<string, Window>()
  #old = new Map<string, Window>()
  #youngSince = 0

  constructor(
    readonly perMinute: number,
    private readonly mostClients = MOST_CLIENTS,
  ) {}

  /** Takes one from the client's share, and says in `refused` whether there was one left. */
  spend(client: string, now = Date.now()): Window {
    let window = this.#young.get(client) ?? this.#old.get(client)
    // A clock that was set back must not shut a client out for longer than a window.
    if (window === undefined || now >= window.endsAt || window.endsAt - now > WINDOW_MS) {
      window = { used: 0, endsAt: now + WINDOW_MS, refused: false }
      this.#begin(client, window, now)
    }
    window.refused = window.used >= this.perMinute
    if (!window.refused) window.used++
    return window
  }

  /** How many clients are remembered. */
  get size(): number {
    return this.#young.size + this.#old.size
  }

  #begin(client: string, window: Window, now: number): void {
    const aged = now - this.#youngSince >= WINDOW_MS || now < this.#youngSince
    if (aged || this.#young.size >= this.mostClients / 2) {
      this.#old = this.#young
      this.#young = new Map()
      this.#youngSince = now
    }
    this.#young.set(client, window)
  }
}
