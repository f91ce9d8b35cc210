import { readdirSync, readFileSync } from "node:fs"
import { setTimeout as sleep } from "node:timers/promises"

/** Command lines, with their ids, of all running processes that contain a text. */
export function processesWith(text: string): string[] {
  return readdirSync("/proc").flatMap((pid) => {
    if (!/^\d+$/.test(pid)) return []
    try {
      const line = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim()
      return line.includes(text) ? [`${pid} ${line}`] : []
    } catch {
      // It ended while we looked.
      return []
    }
  })
}

/** Waits until no process has the text in its command line. Returns those that are still there when the time is over. */
export async function gone(text: string, timeoutMs = 5000): Promise<string[]> {
  const deadline = performance.now() + timeoutMs
  for (;;) {
    const left = processesWith(text)
    if (left.length === 0 || performance.now() > deadline) return left
    await sleep(50)
  }
}

/** Waits until something holds. */
export async function eventually(holds: () => boolean, timeoutMs = 5000): Promise<void> {
  const deadline = performance.now() + timeoutMs
  while (!holds()) {
    if (performance.now() > deadline)
      throw new Error(`it did not come true within ${timeoutMs} ms: ${holds.toString()}`)
    await sleep(25)
  }
}

let next = 0

/** A duration for `sleep` that no other process has: finds that one process again. */
export function uniqueSleep(): string {
  next += 1
  return `${3000 + next}.${process.pid}`
}
