import { once } from "node:events"
import { connect } from "node:net"
import type { Duplex } from "node:stream"
import { CourseError } from "../../errors/course-error.js"
import type { SshTarget } from "../../inventory/inventory.js"
import { patienceSignal } from "../patience.js"
import { openProxy } from "../proxy-command.js"
import { interrupted } from "../unobserved.js"

/** Opens the bare connection to an SSH server, by TCP or by its proxy command. @throws CourseError */
export async function dial(
  target: SshTarget,
  { label, timeoutMs, signal }: { label: string; timeoutMs: number; signal: AbortSignal | undefined },
): Promise<Duplex> {
  if (signal?.aborted) throw interrupted()
  if (target.proxyCommand !== undefined) return openProxy(target.proxyCommand, target)
  const deadline = patienceSignal(timeoutMs)
  const socket = connect({ host: target.address, port: target.port, noDelay: true })
  try {
    await once(socket, "connect", { signal: signal ? AbortSignal.any([deadline.signal, signal]) : deadline.signal })
    return socket
  } catch (error) {
    socket.destroy()
    // What comes after we gave up is of no interest, but must have somebody who listens.
    socket.on("error", () => undefined)
    if (signal?.aborted) throw interrupted()
    throw dialError(error, target, label, deadline.signal.aborted ? timeoutMs : undefined)
  } finally {
    deadline.stop()
  }
}

/** Why a TCP connection did not come about. */
export function dialError(
  error: unknown,
  { address, port }: SshTarget,
  label: string,
  timedOutMs?: number,
): CourseError {
  const place = `${label} (${address}, port ${port})`
  const code = causes(error)
  const make = (name: ConstructorParameters<typeof CourseError>[0], message: string, hint: string): CourseError =>
    new CourseError(name, message, { hint, cause: error })
  if (timedOutMs !== undefined || code.includes("ETIMEDOUT"))
    return make(
      "COURSE_HOST_TIMEOUT",
      `${place} did not answer${timedOutMs === undefined ? "" : ` within ${timedOutMs / 1000} s`}.`,
      "Is the machine on, and is its address right? A firewall that drops packets looks the same.",
    )
  if (code.includes("ENOTFOUND") || code.includes("EAI_AGAIN"))
    return make(
      "COURSE_HOST_NAME",
      `The name ${address} of ${label} does not resolve.`,
      "Correct the address in course.yaml.",
    )
  if (code.includes("ECONNREFUSED"))
    return make(
      "COURSE_HOST_REFUSED",
      `${place} refuses the connection: the machine is there, but no SSH server listens on that port.`,
      "On that machine: sudo apt install openssh-server && sudo systemctl enable --now ssh",
    )
  if (code.includes("ECONNRESET") || code.includes("EPIPE"))
    return make(
      "COURSE_HOST_CLOSED",
      `${place} cut the connection at once.`,
      "Is the machine still starting? Try again in a moment.",
    )
  return make(
    "COURSE_HOST_UNREACHABLE",
    `No way leads to ${place}${code.length > 0 ? ` (${code.join(", ")})` : ""}.`,
    "Is the machine on, and is this one in the same network? For the virtual machines: the host-only adapter.",
  )
}

/** All system error codes in an error: a name with several addresses fails with several. */
function causes(error: unknown): string[] {
  if (error instanceof AggregateError) return [...new Set(error.errors.flatMap(causes))]
  return error instanceof Error && "code" in error && typeof error.code === "string" ? [error.code] : []
}
