import type { FastifyPluginCallbackZod } from "fastify-type-provider-zod"
import { RETRY_AFTER_SECONDS } from "../http/problems.js"
import { checkHealth, type HealthParts } from "../health.js"
import type { Recogniser } from "../inference/recogniser.js"
import { Healthy, NotReady, Ready, Unhealthy } from "../messages.js"
import { ANYWHERE } from "./refusals.js"

export type HealthOptions = HealthParts & { readonly recogniser: Recogniser }

/** GET /health, for monitors and load balancers, and GET /ready, which says which part is missing. */
export const healthRoute: FastifyPluginCallbackZod<HealthOptions> = (app, options, done) => {
  app.get(
    "/health",
    {
      schema: {
        summary: "Does the service work?",
        description:
          "503 when the model is not usable or, unless the service was told to work without it, the database.",
        response: { 200: Healthy, ...ANYWHERE, 503: Unhealthy },
      },
    },
    async (_request, reply) => {
      const { well, checks } = await checkHealth(options)
      const report = {
        model_version: options.recogniser.modelVersion,
        timestamp: new Date().toISOString(),
        checks,
        uptime_seconds: Math.round(process.uptime() * 1000) / 1000,
      }
      if (well) return { status: "ok" as const, ...report }
      return reply
        .code(503)
        .header("retry-after", RETRY_AFTER_SECONDS)
        .send({ status: "unhealthy", ...report })
    },
  )

  app.get(
    "/ready",
    {
      schema: {
        summary: "Is everything there that the service needs?",
        description: "503 as long as the model or the database does not answer; the text says which.",
        response: { 200: Ready, ...ANYWHERE, 503: NotReady },
      },
    },
    async (request, reply) => {
      const { checks } = await checkHealth(options)
      const missing = [!checks.model_loaded && "the model", !checks.database && "the database"].filter(Boolean)
      if (missing.length === 0) return { status: "ready" as const, checks }
      return reply
        .code(503)
        .header("retry-after", RETRY_AFTER_SECONDS)
        .send({ detail: `Not ready: ${missing.join(" and ")} cannot be used`, checks, request_id: request.id })
    },
  )
  done()
}
