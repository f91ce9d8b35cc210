import type { Host } from "../../inventory/inventory.js"
import { LinkConnection } from "../connection.js"
import type { HostConnection, Transport } from "../ports.js"
import type { Secrets } from "../secrets.js"
import { LocalLink } from "./local-link.js"

/** Reaches the machine that runs course. */
export class LocalTransport implements Transport {
  readonly #secrets: Secrets

  constructor(secrets: Secrets) {
    this.#secrets = secrets
  }

  async connect(host: Host): Promise<HostConnection> {
    if (host.transport !== "local") throw new TypeError(`${host.role} is not this machine`)
    return new LinkConnection(new LocalLink(host), host, this.#secrets)
  }
}
