import type { FastifyRequest, preHandlerHookHandler } from "fastify"
import { HttpError } from "./problems.js"

/**
 * Lets only requests pass that a browser sends from the service's own page. A page of another site cannot make a browser
 * say so; this keeps the open routes under /ui from being used through the browsers of others.
 */
export const requireSameOrigin: preHandlerHookHandler = (request, _reply, done) => {
  if (comesFromOwnPage(request)) done()
  else done(new HttpError(403, "Only the page of this service may ask here; use the same path without /ui and a key"))
}

function comesFromOwnPage({ headers, host }: FastifyRequest): boolean {
  const site = headers["sec-fetch-site"]
  if (site !== undefined) return site === "same-origin"
  // Browsers leave Sec-Fetch-Site out over plain HTTP, except to localhost; Origin is there with every POST.
  const { origin } = headers
  return origin !== undefined && URL.canParse(origin) && new URL(origin).host === host
}
