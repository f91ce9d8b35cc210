import type { FastifyInstance, FastifyRequest } from "fastify"

declare module "fastify" {
  interface FastifyRequest {
    /** Why the request was answered with an error; undefined while it goes well. */
    failure: Error | undefined
  }
}

/** Longer paths are nobody's here; their beginning tells enough. */
const LONGEST_PATH = 512

/**
 * One line for each answered request, with the stack if it ended in a 5xx. Headers, query and body stay out of it: the
 * first hold the key, a client may put the key into the second by mistake, and drawings are nobody's business.
 * Needs enableClientAddress.
 */
export function enableAccessLog(app: FastifyInstance): void {
  app.decorateRequest("failure", undefined)
  app.addHook("onError", (request, _reply, error, done) => {
    request.failure = error
    done()
  })
  app.addHook("onResponse", (request, reply, done) => {
    const { method } = request
    const path = pathOf(request)
    const failed = reply.statusCode >= 500
    const line = {
      request_id: request.id,
      method,
      path,
      status_code: reply.statusCode,
      duration_ms: Math.round(reply.elapsedTime * 1000) / 1000,
      client_ip: request.clientAddress,
      key_name: request.keyName,
      err: failed ? request.failure : undefined,
    }
    const message = `${method} ${path} ${reply.statusCode}`
    if (failed) app.log.error(line, message)
    // The monitoring asks every few seconds; its successes would be most of the log.
    else if (path === "/metrics" && reply.statusCode === 200) app.log.debug(line, message)
    else app.log.info(line, message)
    done()
  })
}

/** The path as the client wrote it. */
function pathOf({ raw }: FastifyRequest): string {
  const url = ("originalUrl" in raw && typeof raw.originalUrl === "string" ? raw.originalUrl : raw.url) ?? ""
  const end = url.indexOf("?")
  return url.slice(0, Math.min(end < 0 ? url.length : end, LONGEST_PATH))
}
