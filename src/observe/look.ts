import type { Observation } from "../engine/observation.js"
import { isActive, type HttpSpec, type ProbeSpec, type ShellSpec, type SystemdSpec } from "../engine/probe.js"
import { observeHttp } from "../transport/http-probe.js"
import type { Job } from "../transport/job.js"
import type { HostConnection } from "../transport/ports.js"
import { mergedSystemdJob, singleSystemdJob, splitSystemd } from "../transport/systemd-batch.js"

/** A probe that needs a host, with its key. */
export interface HostProbe {
  readonly key: string
  readonly spec: ShellSpec | SystemdSpec | HttpSpec
}

export type Tell = (key: string, observation: Observation) => void

/** Requests of one host that are under way at once. */
const REQUESTS_AT_ONCE = 4

/** Makes all given probes on one host at once: one script, and beside it the requests. */
export async function look(
  connection: HostConnection,
  probes: readonly HostProbe[],
  tell: Tell,
  signal: AbortSignal | undefined,
): Promise<void> {
  const requests = probes.flatMap(({ key, spec }) => (spec.kind === "http" ? [{ key, spec }] : []))
  await Promise.all([lookByScript(connection, probes, tell, signal), makeRequests(connection, requests, tell, signal)])
}

/** Can this spec be made by `look`? */
export function isHostProbe(spec: ProbeSpec): spec is HostProbe["spec"] {
  return spec.kind === "shell" || spec.kind === "systemd" || spec.kind === "http"
}

async function lookByScript(
  connection: HostConnection,
  probes: readonly HostProbe[],
  tell: Tell,
  signal: AbortSignal | undefined,
): Promise<void> {
  const units = probes.flatMap(({ key, spec }) => (spec.kind === "systemd" ? [{ key, spec }] : []))
  const specs = units.map(({ spec }) => spec)
  const again: typeof units = []
  const work: { job: Job; done: (observation: Observation) => void }[] = []
  if (units.length > 0) {
    work.push({
      job: mergedSystemdJob(specs),
      done: (merged) => {
        const parts = splitSystemd(specs, merged)
        if (!parts) again.push(...units)
        parts?.forEach((part, index) => tell(units[index]?.key ?? "", part))
      },
    })
  }
  for (const { key, spec } of probes) {
    if (spec.kind === "shell") work.push({ job: shellJob(spec), done: (observation) => tell(key, observation) })
  }
  await run(connection, work, signal)
  const singly = again.map(({ key, spec }) => ({
    job: singleSystemdJob(spec),
    done: (observation: Observation) => tell(key, observation),
  }))
  await run(connection, singly, signal)
}

async function run(
  connection: HostConnection,
  work: readonly { job: Job; done: (observation: Observation) => void }[],
  signal: AbortSignal | undefined,
): Promise<void> {
  if (work.length === 0) return
  await connection.runBatch(
    work.map(({ job }) => job),
    { onResult: (index, observation) => work[index]?.done(observation), ...(signal ? { signal } : {}) },
  )
}

function shellJob(spec: ShellSpec): Job {
  const { script, as, timeoutMs, maxBytes } = spec
  return { script, as, timeoutMs, maxBytes, acts: isActive(spec) }
}

async function makeRequests(
  connection: HostConnection,
  requests: readonly { key: string; spec: HttpSpec }[],
  tell: Tell,
  signal: AbortSignal | undefined,
): Promise<void> {
  const waiting = [...requests]
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      tell(next.key, await observeHttp(connection, next.spec, signal))
    }
  }
  await Promise.all(Array.from({ length: Math.min(REQUESTS_AT_ONCE, requests.length) }, worker))
}
