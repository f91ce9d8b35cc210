import type { Settings } from "../../engine/context.js"
import type { Host } from "../../inventory/inventory.js"
import type { RosterStudent } from "../../inventory/roster/roster.js"
import type { Student } from "../../inventory/roster/student.js"
import type { Transport } from "../../transport/ports.js"
import { diagnoseHost, type Diagnosis, type Finding, type HostIdentity } from "../diagnose.js"

/** Beyond this, times in journals and in Git no longer tell what came first. */
const CLOCK_MS = 60_000
const HOST_MS = 60_000

/** One machine of a student, looked at. */
export interface HostLook extends Diagnosis {
  readonly identity: HostIdentity
}

export interface StudentLook {
  readonly student: Student
  /** None for a student who only hands in. */
  readonly hosts: readonly HostLook[]
}

export interface LookOptions {
  signal: AbortSignal
  /** Milliseconds since 1970, of this machine. */
  now?: () => number
  /** How long one machine may take as a whole. */
  deadlineMs?: number
}

/** Looks at the machines of one student, all at once. Throws only when it is stopped. */
export async function lookAtStudent(
  { student, inventory, settings }: RosterStudent,
  transport: Transport,
  options: LookOptions,
): Promise<StudentLook> {
  const { dev, prod } = inventory.hosts
  const hosts = [dev, prod].filter((host) => host !== undefined)
  return { student, hosts: await Promise.all(hosts.map((host) => lookAtHost(host, settings, transport, options))) }
}

async function lookAtHost(
  host: Host,
  settings: Settings,
  transport: Transport,
  { signal, now, deadlineMs = HOST_MS }: LookOptions,
): Promise<HostLook> {
  let identity: HostIdentity = { machineId: undefined, hostKeys: [] }
  const deadline = new AbortController()
  const stop = (): void => deadline.abort(signal.reason)
  const timer = setTimeout(stop, deadlineMs)
  if (signal.aborted) stop()
  signal.addEventListener("abort", stop, { once: true })
  try {
    const diagnosis = await diagnoseHost(host, transport, {
      signal: deadline.signal,
      clockLimitMs: CLOCK_MS,
      system: settings,
      onIdentity: (seen) => (identity = seen),
      ...(now ? { now } : {}),
    })
    return { ...diagnosis, findings: diagnosis.findings.map((finding) => weighed(finding, host)), identity }
  } catch (error) {
    signal.throwIfAborted()
    if (!deadline.signal.aborted) throw error
    const message = `${host.role} was not looked at as a whole within ${deadlineMs / 1000} s.`
    const hint = "Something there hangs. Look at its load, and restart it."
    const findings: Finding[] = [{ topic: "timeout", level: "problem", message, hint }]
    return { role: host.role, address: addressOf(host), findings, identity }
  } finally {
    clearTimeout(timer)
    signal.removeEventListener("abort", stop)
  }
}

/** A finding as it matters for a class. */
function weighed(finding: Finding, host: Host): Finding {
  const { topic, level, message, code } = finding
  // `course trust` is for the machines of a course.yaml.
  if (code === "COURSE_HOST_KEY_CHANGED")
    return {
      ...finding,
      message: `${message.split(" Either it is")[0] ?? ""} Remove that line once the student has told why.`,
    }
  // Where the roster says how to become root, that has to work; otherwise a password is nobody's mistake.
  return topic === "sudo" && level === "warning" && host.sudoPassword ? { ...finding, level: "problem" } : finding
}

function addressOf(host: Host): string {
  return host.transport === "local" ? "this machine" : `${host.user}@${host.address}:${host.port}`
}
