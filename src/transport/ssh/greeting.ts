import { once } from "node:events"
import type { Duplex } from "node:stream"
import { CourseError } from "../../errors/course-error.js"
import type { SshHost } from "../../inventory/inventory.js"
import { patienceSignal } from "../patience.js"
import { interrupted } from "../unobserved.js"
import { dial } from "./dial.js"

/** What answers where an SSH server is expected. `untried` where the way leads through another host. */
export type Greeting = "ssh" | "something else" | "refused" | "silent" | "no way" | "untried"

/** Asks an SSH server for its greeting, and nothing else: no login, no host key. Throws only when it is stopped. */
export async function greeting(
  host: SshHost,
  { timeoutMs, signal }: { timeoutMs: number; signal?: AbortSignal | undefined },
): Promise<Greeting> {
  if (host.jumps.length > 0) return "untried"
  const deadline = patienceSignal(timeoutMs)
  const both = signal ? AbortSignal.any([deadline.signal, signal]) : deadline.signal
  let sock: Duplex | undefined
  try {
    sock = await dial(host, { label: host.role, timeoutMs, signal: both })
    sock.on("error", () => undefined)
    const [first] = (await once(sock, "data", { signal: both })) as [Buffer]
    return first.toString("latin1").startsWith("SSH-") ? "ssh" : "something else"
  } catch (error) {
    if (signal?.aborted) throw interrupted()
    if (deadline.signal.aborted) return "silent"
    return error instanceof CourseError ? (GREETINGS[error.code] ?? "no way") : "no way"
  } finally {
    deadline.stop()
    sock?.destroy()
  }
}

const GREETINGS: Partial<Record<CourseError["code"], Greeting>> = {
  COURSE_HOST_REFUSED: "refused",
  COURSE_HOST_TIMEOUT: "silent",
}
