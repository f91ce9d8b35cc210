import type { Host, SshHost } from "../inventory/inventory.js"
import type { ConnectOptions, HostConnection, Prompter, Transport } from "./ports.js"
import { Secrets } from "./secrets.js"

export interface TransportsOptions {
  /** The workspace's own known_hosts: keys seen for the first time are kept here. */
  knownHostsFile: string
  /** Further known_hosts files, which are only read; those of the account and the machine unless told. */
  readOnlyKnownHosts?: readonly string[]
  /** Asks for passwords and passphrases; leave it out where nobody can be asked. */
  prompter?: Prompter | undefined
  /** Ask for the password of sudo where it wants one. */
  askSudo?: boolean
  /** Ask for the password of an account where no key lets in; so it is unless this is false. */
  askPassword?: boolean
  env?: NodeJS.ProcessEnv
}

/** The one place that knows which transport reaches a host. Libraries are loaded when the first host needs them. */
export class Transports implements Transport {
  readonly #options: TransportsOptions
  readonly #secrets: Secrets

  constructor(options: TransportsOptions) {
    this.#options = options
    this.#secrets = new Secrets(options)
  }

  async connect(host: Host, options?: ConnectOptions): Promise<HostConnection> {
    if (host.transport === "ssh") return (await this.#ssh()).connect(host, options)
    const { LocalTransport } = await import("./local/local-transport.js")
    return new LocalTransport(this.#secrets).connect(host)
  }

  /**
   * Takes the host key that a host now shows in the place of what is known of it.
   * @returns type and fingerprint of that key
   */
  async trustHost(host: SshHost, signal?: AbortSignal): Promise<string> {
    return (await this.#ssh()).trust(host, signal)
  }

  /** The password that sudo asks for on a host, as the inventory refers to it or a person tells it; undefined where there is none. */
  sudoPassword(host: Host): Promise<string | undefined> {
    return this.#secrets.sudoPassword(host)
  }

  async #ssh() {
    const { Ssh2Transport } = await import("./ssh/ssh2-transport.js")
    const { knownHostsFile, readOnlyKnownHosts, env = process.env } = this.#options
    return new Ssh2Transport({
      secrets: this.#secrets,
      knownHostsFile,
      ...(readOnlyKnownHosts ? { readOnlyKnownHosts } : {}),
      agentSocket: env["SSH_AUTH_SOCK"],
    })
  }
}
