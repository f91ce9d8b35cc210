import { fileURLToPath } from "node:url"
import { execa } from "execa"
import { z } from "zod"

const SCRIPT = fileURLToPath(new URL("post-drawings.lua", import.meta.url))

const wrkSchema = z.object({
  requests: z.int(),
  durationUs: z.number(),
  p50Us: z.number(),
  p99Us: z.number(),
  maxUs: z.number(),
  /** Answers with a status of 400 or more. */
  refused: z.int(),
  socketErrors: z.int(),
  timeouts: z.int(),
})

/** What one run of the load generator saw. Times in milliseconds. */
export interface Load {
  requests: number
  perSecond: number
  p50: number
  p99: number
  /** Answers with an error status, broken connections and timeouts together. */
  errors: number
}

export interface LoadOptions {
  url: string
  connections: number
  seconds: number
  /** Bodies to post in turn, one per line. */
  bodies: string
  key: string
  signal?: AbortSignal
}

/**
 * Posts drawings with wrk on one thread (one core is left for the server) and as many connections.
 * @throws Error when wrk does not run or says nothing that can be read
 */
export async function load({ url, connections, seconds, bodies, key, signal }: LoadOptions): Promise<Load> {
  const { stdout } = await execa(
    "wrk",
    // The timeout is beyond any answer that still counts, so that a slow server shows as slow and not as failing.
    ["-t1", `-c${connections}`, `-d${seconds}s`, "--timeout", "30s", "-s", SCRIPT, url, "--", bodies, key],
    { stdin: "ignore", ...(signal && { cancelSignal: signal }) },
  )
  const line = /^WRK (.*)$/m.exec(stdout)?.[1]
  if (line === undefined) throw new Error(`wrk printed no result for ${url}:\n${stdout}`)
  const seen = wrkSchema.parse(JSON.parse(line))
  return {
    requests: seen.requests,
    perSecond: seen.requests / (seen.durationUs / 1e6),
    p50: seen.p50Us / 1000,
    p99: seen.p99Us / 1000,
    errors: seen.refused + seen.socketErrors + seen.timeouts,
  }
}
