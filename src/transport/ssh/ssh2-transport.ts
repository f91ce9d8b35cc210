import type { Duplex } from "node:stream"
import type { Client } from "ssh2"
import { homedir } from "node:os"
import { join } from "node:path"
import { CourseError } from "../../errors/course-error.js"
import type { Host, SshHost, SshTarget } from "../../inventory/inventory.js"
import { LinkConnection } from "../connection.js"
import { patience } from "../patience.js"
import type { ConnectOptions, HostConnection, Transport } from "../ports.js"
import { printable } from "../printable.js"
import type { Secrets } from "../secrets.js"
import { authenticate } from "./authentication.js"
import { dial } from "./dial.js"
import { handshake } from "./handshake.js"
import { hostKeyName, judgeHostKey } from "./host-key-policy.js"
import { fingerprint, keyType, KnownHosts, replaceKey } from "./known-hosts.js"
import { SshLink } from "./ssh-link.js"

export interface Ssh2Options {
  secrets: Secrets
  /** The workspace's own known_hosts: keys seen for the first time are kept here. */
  knownHostsFile: string
  /** known_hosts files that are only read, in this order. */
  readOnlyKnownHosts?: readonly string[]
  /** SSH_AUTH_SOCK. */
  agentSocket?: string | undefined
}

/** The known_hosts files of the account and of the machine. */
export function usualKnownHosts(home = homedir()): string[] {
  return [
    join(home, ".ssh", "known_hosts"),
    join(home, ".ssh", "known_hosts2"),
    "/etc/ssh/ssh_known_hosts",
    "/etc/ssh/ssh_known_hosts2",
  ]
}

/** Reaches hosts over SSH by the library ssh2. */
export class Ssh2Transport implements Transport {
  readonly #options: Ssh2Options

  constructor(options: Ssh2Options) {
    this.#options = options
  }

  async connect(host: Host, { signal, onNewHostKey }: ConnectOptions = {}): Promise<HostConnection> {
    if (host.transport !== "ssh") throw new TypeError(`${host.role} is not reached by SSH`)
    const known = await this.#known(host)
    const judge = (target: SshTarget, label: string, key: Buffer): Promise<void> =>
      judgeHostKey(target, key, {
        label,
        known,
        ownFile: this.#ownFile(host),
        onNew: (shown) => onNewHostKey?.(host, shown),
      })
    const { clients, socks } = await this.#reach(host, known, judge, signal)
    return new LinkConnection(new SshLink(clients, socks, host.role), host, this.#options.secrets)
  }

  /**
   * Takes the key that the host now shows in the place of what is known.
   * @returns its type and fingerprint
   */
  async trust(host: SshHost, signal?: AbortSignal): Promise<string> {
    let shown: Buffer | undefined
    const known = await this.#known(host)
    const stop = new CourseError("COURSE_INTERRUPTED", "The key has been seen.")
    const judge = async (target: SshTarget, label: string, key: Buffer): Promise<void> => {
      if (target !== host)
        return await judgeHostKey(target, key, { label, known, ownFile: this.#ownFile(host), onNew: undefined })
      shown = key
      throw stop
    }
    try {
      await this.#reach(host, await KnownHosts.read([]), judge, signal)
    } catch (error) {
      if (error !== stop) throw error
    }
    if (!shown) throw new CourseError("COURSE_SSH_HANDSHAKE", `${host.role} showed no host key.`)
    await replaceKey(this.#ownFile(host), hostKeyName(host), shown)
    return `${keyType(shown)} ${fingerprint(shown)}`
  }

  #ownFile(host: SshHost): string {
    return host.knownHostsFile ?? this.#options.knownHostsFile
  }

  #known(host: SshHost): Promise<KnownHosts> {
    return KnownHosts.read([this.#ownFile(host), ...(this.#options.readOnlyKnownHosts ?? usualKnownHosts())])
  }

  /** Logs in at each host on the way and at last at the host itself. Returns the connections, the farthest first. */
  async #reach(
    host: SshHost,
    known: KnownHosts,
    judge: (target: SshTarget, label: string, key: Buffer) => Promise<void>,
    signal: AbortSignal | undefined,
  ): Promise<{ clients: [Client, ...Client[]]; socks: Duplex[] }> {
    const clients: Client[] = []
    const socks: Duplex[] = []
    const endAll = (): void => {
      for (const client of clients) client.destroy()
      for (const sock of socks) sock.destroy()
    }
    try {
      for (const target of [...host.jumps, host]) {
        const label = target === host ? host.role : `the jump host ${target.address} of ${host.role}`
        const [previous] = clients
        const sock = previous
          ? await through(previous, target, label, host.connectTimeoutMs)
          : await dial(target, { label, timeoutMs: host.connectTimeoutMs, signal })
        socks.push(sock)
        // Without a listener, an error of a stream that was given up would end the program.
        sock.on("error", () => undefined)
        const client = await this.#logIn(sock, target, { host, label, known, judge, signal })
        client.on("error", () => undefined)
        clients.unshift(client)
      }
    } catch (error) {
      endAll()
      throw error
    }
    const [first, ...rest] = clients
    if (!first) throw new TypeError("a host is always one of the targets")
    first.once("close", () => {
      for (const client of rest) client.end()
    })
    return { clients: [first, ...rest], socks }
  }

  async #logIn(
    sock: Duplex,
    target: SshTarget,
    {
      host,
      label,
      known,
      judge,
      signal,
    }: {
      host: SshHost
      label: string
      known: KnownHosts
      judge: (target: SshTarget, label: string, key: Buffer) => Promise<void>
      signal: AbortSignal | undefined
    },
  ): Promise<Client> {
    const { secrets, agentSocket = process.env["SSH_AUTH_SOCK"] } = this.#options
    try {
      const password = target === host ? host.password : undefined
      const authentication = await authenticate(target, { password, secrets, agentSocket })
      const judgeKey = (key: Buffer): Promise<void> => judge(target, label, key)
      return await handshake(sock, target, {
        label,
        timeoutMs: host.connectTimeoutMs,
        signal,
        known,
        authentication,
        judgeKey,
      })
    } catch (error) {
      sock.destroy()
      throw error
    }
  }
}

function through(jump: Client, { address, port }: SshTarget, label: string, timeoutMs: number): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const refuse = (why: string): void =>
      reject(
        new CourseError(
          "COURSE_HOST_UNREACHABLE",
          `The jump host does not connect to ${label} (${address}, port ${port}): ${why}.`,
          {
            hint: "Log in on the jump host and try from there: ssh ADDRESS",
          },
        ),
      )
    const stopWaiting = patience(timeoutMs, () => refuse(`nothing came for ${timeoutMs / 1000} s`))
    jump.forwardOut("127.0.0.1", 0, address, port, (error, channel) => {
      stopWaiting()
      if (error) refuse(printable(error.message))
      else resolve(channel)
    })
  })
}
