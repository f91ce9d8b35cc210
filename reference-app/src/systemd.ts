import { execFile } from "node:child_process"
import { z } from "zod"
import { readEnvironment } from "./environment.js"

const Variables = z.object({
  LISTEN_FDS: z.string().optional(),
  LISTEN_PID: z.string().optional(),
  NOTIFY_SOCKET: z.string().optional(),
  WATCHDOG_USEC: z.string().optional(),
  WATCHDOG_PID: z.string().optional(),
})

/** The first file descriptor that systemd hands to a service. */
const FIRST_FD = 3
const NOTIFY_TIMEOUT_MS = 5_000

/** The socket that systemd opened for this process, if it did: it stays open while the service restarts. */
export function inheritedSocket(): number | undefined {
  const { LISTEN_FDS, LISTEN_PID } = readEnvironment(Variables)
  return LISTEN_FDS === "1" && LISTEN_PID === String(process.pid) ? FIRST_FD : undefined
}

export interface Supervisor {
  ready(): void
  stopping(): void
}

/**
 * Tells systemd how the service is, when systemd wants to know. While `healthy` says yes, the watchdog is fed twice per
 * period: a process that hangs, or whose model no longer works, is started again.
 * @param onError is told when a message could not be sent.
 */
export function openSupervisor(healthy: () => boolean, onError: (error: Error) => void): Supervisor {
  const { NOTIFY_SOCKET, WATCHDOG_USEC, WATCHDOG_PID } = readEnvironment(Variables)
  // Node.js speaks no Unix datagrams; systemd-notify does, and the unit's NotifyAccess=all lets it speak for the service.
  const tell = (...states: string[]): void => {
    if (!NOTIFY_SOCKET) return
    execFile("systemd-notify", states, { timeout: NOTIFY_TIMEOUT_MS }, (error) => error && onError(error))
  }
  const watched = WATCHDOG_USEC !== undefined && (WATCHDOG_PID === undefined || WATCHDOG_PID === String(process.pid))
  return {
    ready() {
      tell("READY=1", `MAINPID=${process.pid}`)
      if (watched) setInterval(() => healthy() && tell("WATCHDOG=1"), Number(WATCHDOG_USEC) / 2000).unref()
    },
    stopping: () => tell("STOPPING=1"),
  }
}
