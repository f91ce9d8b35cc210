import { setTimeout as sleep } from "node:timers/promises"
import type { GradingStore, RunProgress } from "../model.js"

const EVERY_MS = 1_000

/**
 * Tells how far a run is, again and again until it is over, from any machine that reaches the gradebook.
 * @param id of the run, or a beginning of it; without, the newest
 */
export async function followRun(
  store: Pick<GradingStore, "run">,
  id: string | undefined,
  {
    signal,
    onProgress,
    everyMs = EVERY_MS,
  }: {
    signal: AbortSignal
    onProgress: (progress: RunProgress) => void
    everyMs?: number
  },
): Promise<RunProgress> {
  let progress = await store.run(id)
  // A newer run may begin meanwhile: the one that was found first is the one to follow.
  const runId = progress.run.id
  for (;;) {
    onProgress(progress)
    if (
      progress.run.finishedAt !== undefined ||
      progress.attempts.every(({ state }) => state === "graded" || state === "unobserved")
    )
      return progress
    await sleep(everyMs, undefined, { signal }).catch(() => undefined)
    signal.throwIfAborted()
    progress = await store.run(runId)
  }
}
