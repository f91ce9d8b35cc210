import type { FastifyPluginCallbackZod } from "fastify-type-provider-zod"
import type { Recogniser } from "../inference/recogniser.js"
import { Healthy, NotReady, Problem, Ready, Unhealthy } from "../messages.js"
import type { PredictionStore } from "../storage/store.js"

export interface HealthOptions {
  readonly recogniser: Recogniser
  readonly store: PredictionStore
  /** Without its database the service still does its work: rows wait on disk, or none are kept. */
  readonly worksWithoutDatabase: boolean
}

/** GET /health, for monitors and load balancers, and GET /ready, which says which part is missing. */
export const healthRoute: FastifyPluginCallbackZod<HealthOptions> = (app, options, done) => {
  const { recogniser, store, worksWithoutDatabase } = options
  const look = async () => ({ model_loaded: recogniser.ready(), database: await answers(store) })

  app.get(
    "/health",
    {
      schema: {
        summary: "Does the service work?",
        description:
          "503 when the model is not usable or, unless the service was told to work without it, the database.",
        response: { 200: Healthy, 429: Problem, 503: Unhealthy },
      },
    },
    async (_request, reply) => {
      const checks = await look()
      const report = {
        model_version: recogniser.modelVersion,
        timestamp: new Date().toISOString(),
        checks,
        uptime_seconds: Math.round(process.uptime() * 1000) / 1000,
      }
      if (checks.model_loaded && (checks.database || worksWithoutDatabase)) return { status: "ok" as const, ...report }
      return reply.code(503).send({ status: "unhealthy", ...report })
    },
  )

  app.get(
    "/ready",
    {
      schema: {
        summary: "Is everything there that the service needs?",
        description: "503 as long as the model or the database does not answer; the text says which.",
        response: { 200: Ready, 429: Problem, 503: NotReady },
      },
    },
    async (request, reply) => {
      const checks = await look()
      const missing = [!checks.model_loaded && "the model", !checks.database && "the database"].filter(Boolean)
      if (missing.length === 0) return { status: "ready" as const, checks }
      return reply
        .code(503)
        .send({ detail: `Not ready: ${missing.join(" and ")} cannot be used`, checks, request_id: request.id })
    },
  )
  done()
}

/** Only yes or no is for clients; the store itself reports why its database does not answer. */
async function answers(store: PredictionStore): Promise<boolean> {
  return store.ping().then(
    () => true,
    () => false,
  )
}
