import type { HostRole } from "../engine/observation.js"
import type { HostResult } from "../engine/report.js"
import { CourseError } from "../errors/course-error.js"
import type { Host, Inventory } from "../inventory/inventory.js"
import type { HostConnection, Transport } from "../transport/ports.js"
import { interrupted } from "../transport/unobserved.js"
import type { ObserveEvent } from "./events.js"

export interface HostPoolOptions {
  inventory: Inventory
  transports: Transport
  signal?: AbortSignal | undefined
  onEvent?: ((event: ObserveEvent) => void) | undefined
}

/** The connections of a run: one for each host, made when it is first needed. */
export class HostPool {
  readonly #options: HostPoolOptions
  readonly #connections = new Map<HostRole, Promise<HostConnection>>()
  readonly #results = new Map<HostRole, HostResult>()

  constructor(options: HostPoolOptions) {
    this.#options = options
  }

  /** @throws CourseError the same one each time for a host that cannot be reached */
  connection(role: HostRole): Promise<HostConnection> {
    const known = this.#connections.get(role)
    if (known) return known
    const connecting = this.#connect(role)
    // Whoever asks gets the error; that nobody might ask is no fault.
    connecting.catch(() => undefined)
    this.#connections.set(role, connecting)
    return connecting
  }

  /** Connects once more, after a host was rebooted. */
  async reconnect(role: HostRole): Promise<HostConnection> {
    this.forget(role)
    return await this.connection(role)
  }

  /** Lets the next one who asks connect anew, where the connection is lost or never stood. */
  forget(role: HostRole): void {
    this.#connections.delete(role)
  }

  /** How each host that was needed could be reached. */
  results(): HostResult[] {
    return [...this.#results.values()]
  }

  async close(): Promise<void> {
    const settled = await Promise.allSettled(this.#connections.values())
    this.#connections.clear()
    await Promise.all(settled.flatMap((each) => (each.status === "fulfilled" ? [each.value.close()] : [])))
  }

  async #connect(role: HostRole): Promise<HostConnection> {
    const { inventory, transports, signal, onEvent } = this.#options
    const host = inventory.hosts[role]
    const note = (problem?: CourseError): void => {
      const address = host ? addressOf(host) : ""
      this.#results.set(role, { role, address, reachable: !problem, ...(problem ? { problem: text(problem) } : {}) })
    }
    const began = performance.now()
    try {
      if (!host) throw unknownHost(role, inventory.path)
      if (signal?.aborted) throw interrupted()
      onEvent?.({ kind: "connecting", role })
      const connection = await transports.connect(host, {
        ...(signal ? { signal } : {}),
        onNewHostKey: (_host, fingerprint) => onEvent?.({ kind: "new-host-key", role, fingerprint }),
      })
      note()
      onEvent?.({ kind: "connected", role, durationMs: performance.now() - began })
      void connection.lost.then((error) => {
        if (!error) return
        note(error)
        onEvent?.({ kind: "lost", role, error })
      })
      return connection
    } catch (thrown) {
      const error = asCourseError(thrown, role)
      note(error)
      onEvent?.({ kind: "unreachable", role, error })
      throw error
    }
  }
}

function addressOf(host: Host): string {
  return host.transport === "local" ? "this machine" : host.address
}

function text({ message, hint }: CourseError): string {
  return hint === undefined ? message : `${message} ${hint}`
}

function unknownHost(role: HostRole, path: string): CourseError {
  return new CourseError("COURSE_CONFIG_INVALID", `${path} does not say where ${role} is.`, {
    hint: `Add hosts.${role} with its address, or run \`course init\`.`,
  })
}

function asCourseError(thrown: unknown, role: HostRole): CourseError {
  if (thrown instanceof CourseError) return thrown
  return new CourseError("COURSE_BUG", `Connecting to ${role} failed: ${String(thrown)}`, { cause: thrown })
}
