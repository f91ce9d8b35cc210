import type { FastifyInstance, onRequestHookHandler } from "fastify"
import { z } from "zod"
import { Problem } from "../messages.js"
import type { Metrics } from "./metrics.js"

const METRICS_PATH = "/metrics"

/** Counts every answered request by route, and not those for the metrics themselves. */
export function enableMetrics(app: FastifyInstance, metrics: Pick<Metrics, "request">): void {
  app.addHook("onResponse", (request, reply, done) => {
    const route = request.is404 ? undefined : request.routeOptions.url
    if (route !== METRICS_PATH) metrics.request(request.method, route, reply.statusCode, reply.elapsedTime / 1000)
    done()
  })
}

const SCHEMA = {
  summary: "The metrics in Prometheus' text format",
  description: "For the monitoring's addresses only; not counted and not limited.",
  response: { 200: { description: "", content: { "text/plain": { schema: z.string() } } }, 403: Problem },
}

/** GET /metrics, for those that `access` lets through. */
export function serveMetrics(app: FastifyInstance, metrics: Metrics, access: onRequestHookHandler): void {
  app.get(METRICS_PATH, { schema: SCHEMA, onRequest: access }, async (_request, reply) => {
    const text = await metrics.text()
    return reply.header("cache-control", "no-store").type(metrics.contentType).send(text)
  })
}
