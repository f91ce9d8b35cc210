import type { Observation } from "../../engine/observation.js"
import { CourseError } from "../../errors/course-error.js"
import type { Host } from "../../inventory/inventory.js"
import type { Job, OnResult } from "../../transport/job.js"
import { patience } from "../../transport/patience.js"
import type { HostConnection, Transport } from "../../transport/ports.js"
import { unobservedBecause } from "../../transport/unobserved.js"
import type { AttemptNote } from "../model.js"

/** What one host of one student may take of this machine. */
export interface HostLimits {
  /** Output that is kept in full; of what comes later, little is kept. */
  readonly bytes: number
  /** How much longer than its longest job a host may say nothing before it is given up. */
  readonly silenceMs: number
}

export const HOST_LIMITS: HostLimits = { bytes: 16 * 1024 * 1024, silenceMs: 20_000 }
const CUT_BYTES = 4_096

export type Note = (note: Omit<AttemptNote, "at">) => void

/** Keeps a host that floods or never answers from costing more than its share of memory and time. */
export function guardedTransport(transport: Transport, note: Note, limits: HostLimits = HOST_LIMITS): Transport {
  return {
    connect: async (host, options) => guard(await transport.connect(host, options), host, note, limits),
  }
}

function guard(connection: HostConnection, { role }: Host, note: Note, limits: HostLimits): HostConnection {
  let bytes = 0
  let gaveUp: CourseError | undefined
  const kept = (observation: Observation): Observation => {
    if (observation.status !== "done" && observation.status !== "timeout") return observation
    const before = bytes
    bytes += Buffer.byteLength(observation.stdout) + Buffer.byteLength(observation.stderr)
    if (bytes <= limits.bytes) return observation
    if (before <= limits.bytes) {
      const message = `${role} printed more than ${Math.round(limits.bytes / 1024 / 1024)} MiB: what came later is cut.`
      note({ kind: "flag", code: undefined, message })
    }
    const { stdout, stderr } = observation
    return { ...observation, stdout: stdout.slice(0, CUT_BYTES), stderr: stderr.slice(0, CUT_BYTES), truncated: true }
  }
  return {
    ...bound(connection),
    lost: connection.lost,
    openTcp: (address, port, stop) => (gaveUp ? Promise.reject(gaveUp) : connection.openTcp(address, port, stop)),
    runBatch: async (jobs, { onResult, signal }) => {
      const seen: Observation[] = []
      const tell: OnResult = (index, observation) => {
        seen.push(observation)
        onResult(index, kept(observation))
      }
      // Each thing that is still to be asked of it would wait as long again.
      if (gaveUp) for (const index of jobs.keys()) tell(index, unobservedBecause(gaveUp))
      else await runWatched(connection, jobs, { role, silenceMs: limits.silenceMs, signal, onResult: tell })
      if (gaveUp) return
      gaveUp = neverAnswered(seen)
      if (gaveUp) note({ kind: "problem", code: gaveUp.code, message: `${role}: ${gaveUp.message}` })
    },
  }
}

/** Why a host that was asked told nothing at all, where asking again would be in vain. */
function neverAnswered(seen: readonly Observation[]): CourseError | undefined {
  const [first] = seen
  if (first?.status !== "unobserved" || !seen.every((each) => each.status === "unobserved")) return undefined
  const { code, reason } = first
  return code === "COURSE_HOST_SHELL" || code === "COURSE_HOST_TIMEOUT" ? new CourseError(code, reason) : undefined
}

/** Some job has to end within the longest time that one may take: a host of which nothing is heard for longer is given up. */
async function runWatched(
  connection: HostConnection,
  jobs: readonly Job[],
  {
    role,
    silenceMs,
    signal,
    onResult,
  }: { role: string; silenceMs: number; signal: AbortSignal | undefined; onResult: OnResult },
): Promise<void> {
  const longest = silenceMs + Math.max(0, ...jobs.map(({ timeoutMs }) => timeoutMs))
  const silence = new AbortController()
  const late = new CourseError("COURSE_HOST_TIMEOUT", `${role} said nothing for ${Math.round(longest / 1000)} s.`, {
    hint: "It is connected, yet does not answer: is it overloaded, or does its login shell wait for something?",
  })
  let stopWaiting = patience(longest, () => silence.abort())
  try {
    await connection.runBatch(jobs, {
      signal: signal ? AbortSignal.any([signal, silence.signal]) : silence.signal,
      onResult: (index, observation) => {
        stopWaiting()
        if (!silence.signal.aborted) stopWaiting = patience(longest, () => silence.abort())
        const gaveUp = silence.signal.aborted && signal?.aborted !== true && observation.status === "unobserved"
        onResult(index, gaveUp ? unobservedBecause(late) : observation)
      },
    })
  } finally {
    stopWaiting()
  }
}

function bound(connection: HostConnection): Omit<HostConnection, "lost" | "runBatch"> {
  return {
    hold: (script, options) => connection.hold(script, options),
    openTcp: (address, port, signal) => connection.openTcp(address, port, signal),
    exec: (script, options) => connection.exec(script, options),
    openShell: (options) => connection.openShell(options),
    close: () => connection.close(),
  }
}
