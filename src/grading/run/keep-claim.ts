import { claimLost } from "../claim-lost.js"
import type { Claim, GradingStore } from "../model.js"

/** How often a worker says that it lives, and after which silence another one may take its student over. */
export const HEARTBEAT_MS = 10_000
export const STALE_MS = 45_000

/**
 * Says every now and then that the work on an attempt goes on.
 * @param onLost called once, when the claim is lost or the gradebook cannot be told
 * @returns what stops it; resolves once no heartbeat is under way any more
 */
export function keepClaim(
  store: Pick<GradingStore, "heartbeat">,
  claim: Claim,
  onLost: (error: unknown) => void,
  everyMs = HEARTBEAT_MS,
): () => Promise<void> {
  let beating: Promise<void> | undefined
  const beat = async (): Promise<void> => {
    try {
      if (await store.heartbeat(claim)) return
      onLost(claimLost(claim))
    } catch (error) {
      onLost(error)
    }
    clearInterval(timer)
  }
  const timer = setInterval(() => {
    beating ??= beat().finally(() => (beating = undefined))
  }, everyMs)
  return async () => {
    clearInterval(timer)
    await beating
  }
}
