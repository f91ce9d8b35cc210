import type { FastifyInstance } from "fastify"

/**
 * One line per answered request. Headers and the query string stay out of it: the one holds the key, and a client may
 * put the key into the other by mistake.
 */
export function logRequests(app: FastifyInstance): void {
  app.addHook("onResponse", (request, reply, done) => {
    const path = request.url.split("?", 1)[0]
    request.log.info(
      { method: request.method, path, status: reply.statusCode, ms: Math.round(reply.elapsedTime), client: request.ip },
      `${request.method} ${path} ${reply.statusCode}`,
    )
    done()
  })
}
