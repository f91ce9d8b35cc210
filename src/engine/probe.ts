import { z } from "zod"
import { hostRole, type Observation } from "./observation.js"

/** Time and size limits of a probe that names none. */
export const PROBE_DEFAULTS = { timeoutMs: 10_000, maxBytes: 256 * 1024 } as const

const limits = {
  timeoutMs: z.number().int().positive().default(PROBE_DEFAULTS.timeoutMs),
  maxBytes: z.number().int().positive().default(PROBE_DEFAULTS.maxBytes),
}

/** Present on a probe that changes something while it looks. Such probes run alone, after the passive ones. */
const action = {
  /** What it does to the host, for the person who is told before it runs. */
  effects: z.string().optional(),
  /** May run beside other active probes, because nothing they do can meet. */
  beside: z.boolean().optional(),
  /** Counts what happens on the host, or stops something that others use: runs when none of those beside is left. */
  undisturbed: z.boolean().optional(),
  /** Interrupts work on the host (a reboot): runs only when its check is asked for by name. */
  disruptive: z.boolean().optional(),
  /** Roughly how long it takes, when that is longer than a person expects; `--quick` leaves it out. */
  slowMs: z.number().optional(),
  /** The fixture that has to be there while it runs. */
  during: z.string().optional(),
}

/** Shell text run by bash with a clean environment; never with a terminal. */
export const shellSpec = z.object({
  kind: z.literal("shell"),
  host: hostRole,
  script: z.string(),
  /** `login` is the account course logs in with. `root` goes through sudo. */
  as: z.enum(["login", "root"]).default("login"),
  /** Reboot the host first (as root, over the connection that this cuts); the script runs once the host is back. */
  reboots: z.boolean().optional(),
  ...limits,
  ...action,
})

/** Effective properties of a systemd unit. All such probes of a host become one `systemctl show`. */
export const systemdSpec = z.object({
  kind: z.literal("systemd"),
  host: hostRole,
  unit: z.string(),
  properties: z.array(z.string()),
  ...limits,
  ...action,
})

/** A request as the host itself would make it: course opens the connection from there. Never carries a secret. */
export const httpSpec = z.object({
  kind: z.literal("http"),
  host: hostRole,
  url: z.url({ protocol: /^http$/ }),
  method: z.enum(["GET", "POST", "PUT", "PATCH", "DELETE"]).default("GET"),
  headers: z.record(z.string(), z.string()).default({}),
  body: z.string().optional(),
  ...limits,
  ...action,
})

/** What the person answered to a question of the workbook. */
export const answerSpec = z.object({ kind: z.literal("answer"), host: z.literal("laptop"), id: z.string() })

/** How the start of a fixture went. */
export const fixtureSpec = z.object({
  kind: z.literal("fixture"),
  host: hostRole,
  during: z.string(),
  effects: z.string(),
})

export const probeSpec = z.discriminatedUnion("kind", [shellSpec, systemdSpec, httpSpec, answerSpec, fixtureSpec])
/** One observation to make, as plain data. */
export type ProbeSpec = z.infer<typeof probeSpec>
export type ShellSpec = z.infer<typeof shellSpec>
export type SystemdSpec = z.infer<typeof systemdSpec>
export type HttpSpec = z.infer<typeof httpSpec>

/** What to observe, and how to read the observation as a value that a check can judge. */
export interface Probe<T> {
  readonly spec: ProbeSpec
  /** Pure. Throws `Unobserved` when the observation does not tell. */
  readonly read: (observation: Observation) => T
}

/** Thrown by `read` when an observation does not answer the question: the verdict is then `error`, never `fail`. */
export class Unobserved extends Error {
  override readonly name = "Unobserved"
}

export function isActive(spec: ProbeSpec): boolean {
  return "effects" in spec && spec.effects !== undefined
}

/** The fixture a probe runs under, if any. */
export function fixtureOf(spec: ProbeSpec): string | undefined {
  return "during" in spec ? spec.during : undefined
}

/** Two probes with the same key ask the same: the observation is made once and shared. */
export function probeKey(spec: ProbeSpec): string {
  return canonicalJson(spec)
}

/** JSON with sorted keys, so that equal data has equal text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sorted(value)) ?? "null"
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (value === null || typeof value !== "object") return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([name, entry]) => [name, sorted(entry)]),
  )
}
