import type { FastifyError, FastifyReply, FastifyRequest } from "fastify"
import { UnfitRequestError } from "./validation.js"

/** A refusal with its status code and the text that the client reads. */
export class HttpError extends Error {
  override readonly name: string = "HttpError"
  constructor(
    readonly statusCode: number,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}

/** For a 503 whose error states no `retryAfter` of its own. */
export const RETRY_AFTER_SECONDS = 5

/** Gives every error the one shape `{"detail": ..., "request_id": ...}` and lets nothing internal out. */
export function answerError(error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply): void {
  if (error instanceof UnfitRequestError) return send(reply, request, 422, error.mistakes)
  // A path that cannot be decoded names nothing that is here.
  if ("code" in error && error.code === "FST_ERR_BAD_URL") return send(reply, request, 404, "Not Found")
  const status = "statusCode" in error && typeof error.statusCode === "number" ? error.statusCode : 500
  if (status === 503) {
    reply.header("retry-after", "retryAfter" in error ? Number(error.retryAfter) : RETRY_AFTER_SECONDS)
  }
  // Only an HttpError's text was written for clients; the rest of the 5xx may tell what is inside.
  const hidden = status >= 500 && !(error instanceof HttpError)
  return send(reply, request, status, hidden ? "Internal Server Error" : error.message)
}

/** Answers a refusal whose text is known. */
export function send(reply: FastifyReply, request: FastifyRequest, status: number, detail: unknown): void {
  void reply.code(status).type("application/json; charset=utf-8").send({ detail, request_id: request.id })
}
