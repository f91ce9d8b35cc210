import type { FastifyInstance } from "fastify"
import { parseAddresses, toAddress } from "./addresses.js"

declare module "fastify" {
  interface FastifyRequest {
    /** The client's address: the connection's, or what trusted proxies say it is. "unknown" when it is gone already. */
    clientAddress: string
  }
}

/**
 * Which peers may say for whom they speak, for Fastify's option `trustProxy`: with it `request.ip`, `protocol` and `host`
 * believe forwarding headers that came through trusted peers, and no others.
 * @param setting TRUST_PROXY: see parseAddresses.
 * @throws SettingsError
 */
export function trustProxy(setting: string): (address: string | undefined) => boolean {
  const trusted = parseAddresses("TRUST_PROXY", setting)
  return (address) => trusted.has(address)
}

/**
 * Gives every request its `clientAddress`. X-Forwarded-For is read from its end: each trusted peer vouches for the entry
 * before it, and the first that is not trusted is the client. Where that entry is no address, the proxy was told
 * nonsense and the connection's own address counts.
 */
export function enableClientAddress(app: FastifyInstance): void {
  app.decorateRequest("clientAddress", "unknown")
  app.addHook("onRequest", (request, _reply, done) => {
    const peer = request.raw.socket.remoteAddress
    const forwarded = request.raw.headers["x-forwarded-for"] !== undefined
    // Asking Fastify costs more than all of this; without the header it would say the same.
    const claimed = forwarded ? toAddress(request.ip ?? "") : undefined
    request.clientAddress = claimed ?? (peer === undefined ? "unknown" : (toAddress(peer) ?? peer))
    done()
  })
}
