import Fastify, { type FastifyInstance, type FastifyServerOptions } from "fastify"
import { onTestFinished } from "vitest"
import { enableRateLimit, type RateLimitOptions } from "../../src/guard/rate-limit.js"
import { requireApiKey } from "../../src/guard/require-api-key.js"
import { enableClientAddress, trustProxy } from "../../src/guard/trusted-proxy.js"
import { answerError } from "../../src/http/problems.js"

export interface GuardedOptions extends RateLimitOptions {
  readonly trust?: string
  /** Key and name of everyone who may classify. */
  readonly keys?: Readonly<Record<string, string>>
  readonly logger?: FastifyServerOptions["logger"]
}

/** A service of hooks alone: GET /open tells the client's address, POST /classify needs a key and spends. */
export function guardedApp({ trust = "loopback", keys = { right: "default" }, ...options }: GuardedOptions = {}) {
  const app: FastifyInstance = Fastify({ trustProxy: trustProxy(trust) })
  app.setErrorHandler(answerError)
  enableClientAddress(app)
  const { spendClassification } = enableRateLimit(app, options)
  const admit = requireApiKey({ find: (presented) => keys[presented ?? ""] })
  app.get("/open", (request) => ({ client: request.clientAddress }))
  app.get("/metrics", () => "metrics")
  app.get("/metricsandmore", () => "no metrics")
  const body = { type: "object", required: ["pixels"] }
  app.post("/classify", { schema: { body }, preHandler: [admit, spendClassification] }, () => ({ ok: true }))
  onTestFinished(() => app.close())

  return {
    app,
    open: (headers: Record<string, string> = {}, remoteAddress = "203.0.113.1") =>
      app.inject({ url: "/open", headers, remoteAddress }),
    classify: ({ key = "right", payload = { pixels: [] } as object, from = "203.0.113.1" } = {}) =>
      app.inject({ method: "POST", url: "/classify", headers: { "x-api-key": key }, payload, remoteAddress: from }),
  }
}

/** The three headers of the limits, as numbers. */
export function limitsOf({ headers }: { headers: Record<string, unknown> }): (number | undefined)[] {
  return ["limit", "remaining", "reset"].map((name) => {
    const value = headers[`x-ratelimit-${name}`]
    return value === undefined ? undefined : Number(value)
  })
}
