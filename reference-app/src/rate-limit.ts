import rateLimit from "@fastify/rate-limit"
import type { FastifyInstance } from "fastify"
import { HttpError } from "./http/problems.js"

/** Thirty classifications a minute and client address. */
export const CLASSIFY_LIMIT = { max: 30, timeWindow: 60_000 }

/**
 * Makes `config.rateLimit` of a route count. It counts in `preHandler`, behind the route's own hooks: a request that
 * fails the schema or the key does not spend the client's share.
 */
export async function enableRateLimit(app: FastifyInstance): Promise<void> {
  await app.register(rateLimit, {
    global: false,
    hook: "preHandler",
    errorResponseBuilder: (_request, { max, after }) =>
      new HttpError(429, `Rate limit exceeded: ${max} requests per minute, try again in ${after}`),
  })
}
