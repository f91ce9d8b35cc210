import { load } from "./load.js"
import type { Setting, Subject } from "./measure.js"
import { usageOf } from "./process-usage.js"

const TOTAL = 1_000_000
const STEP = 100_000
const CONNECTIONS = 64
/** For one step; a server this slow is not waited for. */
const STEP_SECONDS = 600

/** Resident memory of the server after so many answers, in bytes. */
export interface MemoryMark {
  answers: number
  rss: number
  perSecond: number
  errors: number
}

/** Sends a million requests and notes the memory at every hundred thousand. @throws Error when a step gets too few answers */
export async function million({ server, url }: Subject, { bodies, key, say, signal }: Setting): Promise<MemoryMark[]> {
  say(`Sending ${TOTAL} requests`)
  const marks: MemoryMark[] = []
  let answers = 0
  while (answers < TOTAL) {
    const how = { connections: CONNECTIONS, seconds: STEP_SECONDS, limit: STEP + CONNECTIONS }
    const seen = await load({ url, bodies, key, ...how, ...(signal && { signal }) })
    if (seen.requests < STEP) throw new Error(`${url} answered only ${seen.requests} of ${STEP} requests`)
    answers += seen.requests
    const { rss } = await usageOf(server.pid)
    marks.push({ answers, rss, perSecond: seen.perSecond, errors: seen.errors })
    say(`  ${answers} answers: ${(rss / 2 ** 20).toFixed(0)} MiB, ${seen.perSecond.toFixed(0)} requests/s`)
  }
  return marks
}
