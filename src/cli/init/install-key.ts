import { CourseError } from "../../errors/course-error.js"
import type { Host } from "../../inventory/inventory.js"
import { authorizeKey } from "../../setup/authorize.js"
import type { Transport } from "../../transport/ports.js"

/** A mistyped password is no reason to begin anew. */
const TRIES = 3

export interface InstallOptions {
  publicKey: string
  /** A way to the host that asks for the password anew each time it is made. */
  transport: () => Transport
  /** Whether somebody can type a password. */
  asks: boolean
  note: (line: string) => void
  signal: AbortSignal
}

/**
 * Logs in, with a password where no key is let in yet, and puts the public key there.
 * @returns whether it is there now; what kept it from that is told
 */
export async function installKey(host: Host, options: InstallOptions): Promise<boolean> {
  const { note, signal, asks } = options
  for (let left = asks ? TRIES : 1; left > 0; left--) {
    try {
      const done = await install(host, options)
      note(`${host.role}: the key is ${done === "added" ? "there now" : "there already"}.`)
      return true
    } catch (error) {
      signal.throwIfAborted()
      if (!(error instanceof CourseError) || error.code === "COURSE_INTERRUPTED") throw error
      const again = error.code === "COURSE_SSH_AUTH" && left > 1
      note(`${host.role}: ${error.message}${again ? " Once more:" : ` ${error.hint ?? ""}`.trimEnd()}`)
      if (!again) return false
    }
  }
  return false
}

async function install(
  host: Host,
  { publicKey, transport, note, signal }: InstallOptions,
): Promise<"added" | "present"> {
  const onNewHostKey = (_host: Host, key: string): void =>
    note(`${host.role}: its host key ${key} is new, and trusted from now on.`)
  const connection = await transport().connect(host, { signal, onNewHostKey })
  try {
    return await authorizeKey(connection, publicKey, { role: host.role, signal })
  } finally {
    await connection.close()
  }
}
