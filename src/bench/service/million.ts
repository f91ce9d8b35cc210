import { load } from "./load.js"
import type { Setting, Subject } from "./measure.js"
import { usageOf } from "./process-usage.js"

const TOTAL = 1_000_000
const STEP = 100_000
const CONNECTIONS = 64
const FIRST_SECONDS = 5
/** The speed may change meanwhile: longer steps would run past a mark. */
const LONGEST_SECONDS = 8

/** Resident memory of the server after so many answers, in bytes. */
export interface MemoryMark {
  answers: number
  rss: number
  perSecond: number
  /** From the beginning on. */
  errors: number
}

/**
 * Sends a million requests and notes the memory whenever about a hundred thousand more are answered: the load generator knows seconds
 * only, so each step is as long as the speed of the one before suggests.
 * @throws Error when a step gets no answer at all
 */
export async function million({ server, url }: Subject, { bodies, key, say, signal }: Setting): Promise<MemoryMark[]> {
  say(`Sending ${TOTAL} requests`)
  const marks: MemoryMark[] = []
  let [answers, errors, seconds] = [0, 0, FIRST_SECONDS]
  while (answers < TOTAL) {
    const seen = await load({ url, bodies, key, connections: CONNECTIONS, seconds, ...(signal && { signal }) })
    if (seen.requests === 0) throw new Error(`${url} answered nothing within ${seconds} s`)
    answers += seen.requests
    errors += seen.errors
    const { rss } = await usageOf(server.pid)
    const missing = Math.min(TOTAL, (Math.floor(answers / STEP) + 1) * STEP) - answers
    seconds = Math.min(LONGEST_SECONDS, Math.max(1, Math.ceil(missing / seen.perSecond)))
    const reached = Math.floor(answers / STEP) > Math.floor((marks.at(-1)?.answers ?? 0) / STEP)
    if (!reached) continue
    marks.push({ answers, rss, perSecond: seen.perSecond, errors })
    say(`  ${answers} answers: ${(rss / 2 ** 20).toFixed(0)} MiB, ${seen.perSecond.toFixed(0)} requests/s`)
  }
  return marks
}
