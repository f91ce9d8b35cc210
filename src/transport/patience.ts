/** How often the time is looked at. */
const STEP_MS = 250

/**
 * Calls `late` once a host had `ms` to answer. Only time in which this process could listen counts: while it is held up itself (a busy
 * machine, a laptop that slept), the answer may long be there, unread, and the host is not to blame.
 * @returns stops it
 */
export function patience(ms: number, late: () => void): () => void {
  // Two looks at the least, between which whatever has come is read.
  const step = Math.max(1, Math.min(STEP_MS, ms / 4))
  let left = ms
  let looked = performance.now()
  const timer = setInterval(() => {
    const now = performance.now()
    left -= Math.min(now - looked, 2 * step)
    looked = now
    if (left > 0) return
    clearInterval(timer)
    late()
  }, step)
  return () => clearInterval(timer)
}

export interface Patience {
  /** Aborted when the time is over. */
  readonly signal: AbortSignal
  readonly stop: () => void
}

/** The same as a signal. */
export function patienceSignal(ms: number): Patience {
  const over = new AbortController()
  return { signal: over.signal, stop: patience(ms, () => over.abort()) }
}
