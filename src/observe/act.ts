import { isActive, type ProbeSpec } from "../engine/probe.js"
import { CourseError } from "../errors/course-error.js"
import { unobservedBecause } from "../transport/unobserved.js"
import type { ObserveEvent } from "./events.js"
import type { HostPool } from "./host-pool.js"
import { look, type HostProbe, type Tell } from "./look.js"
import { reboot } from "./reboot.js"

export interface ActOptions {
  pool: HostPool
  tell: Tell
  signal: AbortSignal | undefined
  /** Would acting be in vain, because a need of everybody who asks did not pass? */
  isPointless: (key: string) => boolean
  onEvent: ((event: ObserveEvent) => void) | undefined
}

/**
 * Makes active probes, on each host one after the other. Those that may run beside others start first and run along; those that want to
 * be undisturbed come when they are through.
 */
export async function act(probes: readonly HostProbe[], options: ActOptions): Promise<void> {
  const active = probes.filter(({ spec }) => isActive(spec))
  const beside = active.filter(({ spec }) => spec.beside && !spec.undisturbed).map((probe) => actOnce(probe, options))
  const turns = inTurns(
    active.filter(({ spec }) => !spec.beside && !spec.undisturbed),
    options,
  )
  await Promise.all([...beside, turns])
  await inTurns(
    active.filter(({ spec }) => spec.undisturbed),
    options,
  )
}

async function inTurns(probes: readonly HostProbe[], options: ActOptions): Promise<void> {
  const hosts = [...new Set(probes.map(({ spec }) => spec.host))]
  await Promise.all(
    hosts.map((host) =>
      inTurn(
        probes.filter(({ spec }) => spec.host === host),
        options,
      ),
    ),
  )
}

async function inTurn(probes: readonly HostProbe[], options: ActOptions): Promise<void> {
  for (const probe of probes) await actOnce(probe, options)
}

async function actOnce(probe: HostProbe, { pool, tell, signal, isPointless, onEvent }: ActOptions): Promise<void> {
  const { key, spec } = probe
  if (isPointless(key))
    return tell(key, { status: "unobserved", reason: "It was not tried, because a check before it did not pass." })
  try {
    let connection = await pool.connection(spec.host)
    onEvent?.({ kind: "acting", role: spec.host, key, spec, effects: effectsOf(spec) })
    if (spec.kind === "shell" && spec.reboots) {
      const outcome = await reboot(pool, spec, signal)
      if ("status" in outcome) return tell(key, outcome)
      connection = outcome
    }
    await look(connection, [probe], tell, signal)
  } catch (error) {
    if (!(error instanceof CourseError)) throw error
    tell(key, unobservedBecause(error))
  }
}

function effectsOf(spec: ProbeSpec): string {
  return "effects" in spec ? (spec.effects ?? "") : ""
}
