import { randomUUID } from "node:crypto"
import type { IncomingHttpHeaders } from "node:http"
import type { FastifyInstance } from "fastify"
import { HttpError } from "../http/problems.js"

/** What a client's id may be: it is repeated in headers and logs, so it must be short and plain. */
const ACCEPTABLE = /^[A-Za-z0-9._-]{1,128}$/

/** The id of a request: the one that the client or the proxy sent, if it is fit to be repeated, else a new UUID. */
export function requestIdOf({ headers }: { readonly headers: IncomingHttpHeaders }): string {
  const given = headers["x-request-id"]
  return typeof given === "string" && ACCEPTABLE.test(given) ? given : randomUUID()
}

/** Answers every request with its id, whatever becomes of it. Comes before everything that may answer. */
export function enableRequestId(app: FastifyInstance): void {
  app.addHook("onRequest", (request, reply, done) => {
    reply.header("x-request-id", request.id)
    done()
  })
  // Node would answer this itself, without an id and unseen by log and metrics (see serverOptions). It comes behind the
  // hooks of onRequest, so that it is counted and limited like any other request.
  app.addHook("preParsing", (request, _reply, payload, done) => {
    const hostless = request.raw.headers.host === undefined && request.raw.httpVersion === "1.1"
    done(hostless ? new HttpError(400, "The header Host is missing") : null, payload)
  })
  // The same for an Expect that nobody knows; the request is answered as if it were not there, as HTTP allows.
  app.server.on("checkExpectation", (request, response) => app.server.emit("request", request, response))
}
