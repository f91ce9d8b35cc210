const WINDOW_MS = 60_000
/** Windows that are kept at once, about 10 MB. More clients in one minute than this are not held up by counting them. */
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
   * In the order of their beginning: windows are equally long, so the first to end stands first. That is all it takes
   * to forget the ended ones while going on, without a timer and without a search.
   */
  readonly #windows = new Map<string, Window>()

  constructor(
    readonly perMinute: number,
    private readonly mostClients = MOST_CLIENTS,
  ) {}

  /** Takes one from the client's share, and says in `refused` whether there was one left. */
  spend(client: string, now = Date.now()): Window {
    let window = this.#windows.get(client)
    // A clock that was set back must not shut a client out for longer than a window.
    if (window === undefined || now >= window.endsAt || window.endsAt - now > WINDOW_MS) {
      this.#windows.delete(client)
      this.#makeRoom(now)
      window = { used: 0, endsAt: now + WINDOW_MS, refused: false }
      this.#windows.set(client, window)
    }
    window.refused = window.used >= this.perMinute
    if (!window.refused) window.used++
    return window
  }

  /** How many clients are remembered. */
  get size(): number {
    return this.#windows.size
  }

  /** Two at most for each one added: the rest follows with the next. */
  #makeRoom(now: number): void {
    let forgotten = 0
    for (const [client, { endsAt }] of this.#windows) {
      if (forgotten === 2 || (now < endsAt && this.#windows.size < this.mostClients)) return
      this.#windows.delete(client)
      forgotten++
    }
  }
}
