import { setTimeout as sleep } from "node:timers/promises"
import { throwIfInterrupted } from "./run-tool.js"

/**
 * Asks until an answer comes that is not `undefined`, at most for `timeoutMs`; then returns `undefined`.
 * @throws CourseError COURSE_INTERRUPTED when the signal is raised meanwhile.
 */
export async function poll<Answer>(
  ask: () => Promise<Answer | undefined>,
  { timeoutMs, intervalMs = 50, signal }: { timeoutMs: number; intervalMs?: number; signal?: AbortSignal | undefined },
): Promise<Answer | undefined> {
  const end = Date.now() + timeoutMs
  for (;;) {
    throwIfInterrupted(signal)
    const answer = await ask()
    if (answer !== undefined) return answer
    if (Date.now() >= end) return undefined
    await sleep(intervalMs)
  }
}
