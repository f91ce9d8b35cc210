import { once } from "node:events"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import { execa } from "execa"
import type { z } from "zod"
import { loadOptions, outcome, slowCount, slowOptions, type Outcome, type SlowCount } from "./load-messages.js"

export type { Outcome, SlowCount } from "./load-messages.js"

export interface Load {
  /** Sends nothing new, waits for what is under way and tells what became of every request, in the order of their ends. */
  stop: () => Promise<Outcome[]>
}

/**
 * Starts clients that post drawings to 127.0.0.1 one after the other.
 * @param namespace path of the network namespace they live in: inside it, 127.0.0.1 is the host's own
 */
export async function startLoad(
  options: Partial<z.input<typeof loadOptions>> & { port: number; key: string },
  namespace?: string,
): Promise<Load> {
  const usual = { connections: 16, pauseMs: 5, batch: 1, timeoutMs: 20_000, firstNumber: 0 }
  const child = run("load-generator.ts", loadOptions.parse({ ...usual, ...options }), namespace)
  await Promise.race([once(child.stderr, "data"), child])
  return {
    stop: async () => {
      child.stdin.end()
      const { exitCode, stdout, stderr } = await child
      if (exitCode !== 0) throw new Error(`the load generator ended with ${exitCode}: ${stderr}`)
      return stdout
        .split("\n")
        .filter(Boolean)
        .map((line) => outcome.parse(JSON.parse(line)))
    },
  }
}

export interface SlowClients {
  /** What became of them until now. */
  count: () => SlowCount
  stop: () => Promise<void>
}

/** Opens connections that send a byte at a time. */
export function startSlowClients(options: z.input<typeof slowOptions>, namespace?: string): SlowClients {
  const child = run("load-slow.ts", slowOptions.parse(options), namespace)
  let last: SlowCount = { open: 0, refused: 0, closed: 0, statuses: {} }
  createInterface(child.stdout).on("line", (line) => (last = slowCount.parse(JSON.parse(line))))
  return {
    count: () => last,
    stop: async () => {
      child.stdin.end()
      const { exitCode, stderr } = await child
      if (exitCode !== 0) throw new Error(`the slow clients ended with ${exitCode}: ${stderr}`)
    },
  }
}

function run(file: string, told: unknown, namespace: string | undefined) {
  const [command = "", ...args] = [
    ...(namespace === undefined ? [] : ["nsenter", `--net=${namespace}`]),
    ...[process.execPath, "--import", "tsx", fileURLToPath(new URL(file, import.meta.url))],
  ]
  const child = execa(command, args, { stdin: "pipe", maxBuffer: 512 * 1024 * 1024, reject: false })
  child.stdin.write(`${JSON.stringify(told)}\n`)
  return child
}

/** Counts by status, and "no answer". */
export function countOutcomes(outcomes: readonly Outcome[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { status } of outcomes) {
    const name = status === undefined ? "no answer" : String(status)
    counts[name] = (counts[name] ?? 0) + 1
  }
  return counts
}

/** The time below which this part of the answers stayed, in milliseconds. @param part for example 0.99 */
export function percentile(outcomes: readonly Outcome[], part: number): number {
  const times = outcomes.map(({ ms }) => ms).sort((a, b) => a - b)
  return times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? NaN
}
