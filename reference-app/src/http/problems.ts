import type { Socket } from "node:net"
import type { ConnectionError, FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify"
import { hasZodFastifySchemaValidationErrors } from "fastify-type-provider-zod"
import { z } from "zod"

/** The body of every refusal: what was wrong, in words. */
export const Problem = z.object({ detail: z.string() }).meta({ id: "Problem" })

/** The body of a 422: where in the request, what is wrong there, and which kind of mistake it is. */
export const ValidationProblem = z
  .object({
    detail: z.array(
      z.object({
        loc: z.array(z.union([z.string(), z.int()])).describe('The way to the value: "body", "pixels", row, column'),
        msg: z.string(),
        type: z.string(),
      }),
    ),
  })
  .meta({ id: "ValidationProblem" })

/** A refusal with its status code and the text that the client reads. */
export class HttpError extends Error {
  override readonly name = "HttpError"
  constructor(
    readonly statusCode: number,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}

/** A wrong body may be wrong in every one of its 784 values; the first ones tell enough. */
const MOST_DETAILS = 50

/** Gives every error the one shape `{"detail": ...}` and lets nothing internal out. */
export function answerProblems(app: FastifyInstance): void {
  app.setErrorHandler(answerError)
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split("?", 1)[0]!
    const allowed = ["GET", "POST"].filter((method) => app.hasRoute({ method, url: path }))
    if (allowed.length === 0) return reply.code(404).send({ detail: "Not Found" })
    return reply.code(405).header("allow", allowed.join(", ")).send({ detail: "Method Not Allowed" })
  })
}

/** Answers an error that Fastify met before or in a route. */
export function answerError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  if (hasZodFastifySchemaValidationErrors(error)) {
    const origin = error.validationContext ?? "body"
    const detail = error.validation.slice(0, MOST_DETAILS).map((issue) => {
      const path = issue.instancePath.split("/").filter((segment) => segment !== "")
      const loc = [origin, ...path.map((segment) => (/^\d+$/.test(segment) ? Number(segment) : segment))]
      return { loc, msg: issue.message ?? "Invalid value", type: issue.message === MISSING ? "missing" : issue.keyword }
    })
    return void reply.code(422).send({ detail })
  }
  // A path that cannot be decoded names nothing that is here.
  if (error.code === "FST_ERR_BAD_URL") return void reply.code(404).send({ detail: "Not Found" })
  const status = error.statusCode ?? 500
  if (status >= 500) request.log.error({ err: error }, "request failed")
  // Only an HttpError's text was written for clients; the rest of the 5xx may tell what is inside.
  if (status >= 500 && !(error instanceof HttpError))
    return void reply.code(status).send({ detail: "Internal Server Error" })
  return void reply.code(status).send({ detail: error.message })
}

/** Answers bytes that are no HTTP request, before there is a request to answer, and closes the connection. */
export function answerBrokenRequest(error: ConnectionError, socket: Socket): void {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy()
    return
  }
  const [status, detail] = BROKEN_REQUESTS[error.code] ?? ["400 Bad Request", "Not a valid HTTP request"]
  const body = JSON.stringify({ detail })
  const head = ["content-type: application/json; charset=utf-8", `content-length: ${body.length}`, "connection: close"]
  socket.end(`HTTP/1.1 ${status}\r\n${head.join("\r\n")}\r\n\r\n${body}`)
}

const BROKEN_REQUESTS: Readonly<Record<string, readonly [status: string, detail: string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: ["408 Request Timeout", "The request did not arrive in time"],
  HPE_HEADER_OVERFLOW: ["431 Request Header Fields Too Large", "The headers are too large"],
}

/** The message of a required field that is not there. */
export const MISSING = "Field required"
