const FRESH_MS = 1_000

/**
 * Asks the database whether it is well, for however many askers at once, and at most once a second while it is.
 * A refusal is not remembered: who asks again is told as soon as it is well again.
 */
export function cachedPing(
  ask: () => Promise<unknown>,
  now: () => number = () => performance.now(),
): () => Promise<void> {
  let asking: Promise<void> | undefined
  let wellUntil = -Infinity
  return () => {
    if (now() < wellUntil) return Promise.resolve()
    asking ??= ask()
      .then(() => {
        wellUntil = now() + FRESH_MS
      })
      .finally(() => (asking = undefined))
    return asking
  }
}
