import { setTimeout as sleep } from "node:timers/promises"
import type { Observation } from "../engine/observation.js"
import type { ShellSpec } from "../engine/probe.js"
import { CourseError } from "../errors/course-error.js"
import type { HostConnection } from "../transport/ports.js"
import { interrupted, unobservedBecause } from "../transport/unobserved.js"
import type { HostPool } from "./host-pool.js"

const STEP_MS = 500
/** Tells one life of a system from the next: containers share the kernel's boot id, but not the first process. */
const LIFE = "cut -d' ' -f22 /proc/1/stat; cat /proc/sys/kernel/random/boot_id"

/**
 * Reboots the host of a probe, over the connection that this cuts, and waits until it can be reached again.
 * @returns the connection to the new life, or why there is none
 */
export async function reboot(
  pool: HostPool,
  { host, timeoutMs }: ShellSpec,
  signal: AbortSignal | undefined,
): Promise<HostConnection | Observation> {
  const deadline = performance.now() + timeoutMs
  const options = { timeoutMs: 10_000, ...(signal ? { signal } : {}) }
  const connection = await pool.connection(host)
  const before = await connection.exec(LIFE, { ...options, as: "login" })
  if (before.status !== "done") return before
  const asked = await connection.exec("systemctl reboot", { ...options, as: "root" })
  // A machine that goes down quickly leaves the command without an answer.
  const cut = asked.status === "timeout" || (asked.status === "unobserved" && asked.code === "COURSE_HOST_CLOSED")
  if (!cut && (asked.status !== "done" || asked.exitCode !== 0)) return asked
  while (performance.now() < deadline) {
    if (signal?.aborted) return unobservedBecause(interrupted())
    try {
      const again = await pool.reconnect(host)
      const after = await again.exec(LIFE, { ...options, as: "login" })
      if (after.status === "done" && after.exitCode === 0 && after.stdout !== before.stdout) return again
      await again.close()
    } catch (error) {
      if (!(error instanceof CourseError)) throw error
    }
    await sleep(STEP_MS)
  }
  return unobservedBecause(
    new CourseError("COURSE_HOST_TIMEOUT", `${host} was rebooted and did not come back within ${timeoutMs / 1000} s.`, {
      hint: "Look at its console: does it hang while it starts?",
    }),
  )
}
