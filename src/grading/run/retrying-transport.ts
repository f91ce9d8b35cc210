import { setTimeout as sleep } from "node:timers/promises"
import { CourseError } from "../../errors/course-error.js"
import type { Transport } from "../../transport/ports.js"
import { interrupted } from "../../transport/unobserved.js"
import type { AttemptNote } from "../model.js"
import { isWorthConnectingAgain } from "./transient.js"

/** How long to wait before each further attempt. */
export const BACKOFF_MS: readonly number[] = [1_000, 4_000]

export interface RetryOptions {
  note: (note: Omit<AttemptNote, "at">) => void
  signal: AbortSignal
  backoffMs?: readonly number[]
  wait?: (ms: number, signal: AbortSignal) => Promise<void>
}

/** Connects again where that may help, a few times, and keeps a note of each. */
export function retryingTransport(
  transport: Transport,
  { note, signal, backoffMs = BACKOFF_MS, wait = waitFor }: RetryOptions,
): Transport {
  return {
    connect: async (host, options) => {
      for (let tried = 0; ; tried++) {
        try {
          return await transport.connect(host, options)
        } catch (error) {
          const pause = backoffMs[tried]
          if (!(error instanceof CourseError) || !isWorthConnectingAgain(error.code) || pause === undefined) throw error
          if (signal.aborted) throw error
          const seconds = pause / 1000
          const message = `${host.role} was tried again after ${seconds} s: ${error.message}`
          note({ kind: "retry", code: error.code, message })
          await wait(pause * jitter(), signal)
        }
      }
    },
  }
}

/** Machines behind one jump host should not come back all at once. */
function jitter(): number {
  return 0.85 + Math.random() * 0.3
}

async function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal })
  } catch {
    throw interrupted()
  }
}
