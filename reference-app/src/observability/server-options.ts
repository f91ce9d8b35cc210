import type { IncomingMessage } from "node:http"
import { LogController, type FastifyBaseLogger } from "fastify"
import { requestIdOf } from "./request-id.js"

/** A path of this many characters still is a path; what is longer Node refuses as a header that is too large. */
const LONGEST_PATH = 16 * 1024

/**
 * The options of Fastify that let every request be seen: each has an id, runs through the hooks and is answered by the
 * service, also those that Fastify or Node would otherwise answer on their own.
 */
export function serverOptions(logger: FastifyBaseLogger) {
  return {
    loggerInstance: logger,
    // The access log has its own line for each request.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: "request_id" }),
    requestIdHeader: false,
    genReqId: requestIdOf,
    // Requests that do not arrive in time are looked for this often; Node's own half a minute would triple the limit. And
    // only while the headers' limit is below that of whole requests does Node see bodies that never end.
    http: { requireHostHeader: false, connectionsCheckingInterval: 2_000, headersTimeout: 10_000 },
    rewriteUrl: decodableUrl,
    routerOptions: { maxParamLength: LONGEST_PATH },
  } as const
}

/**
 * The URL to find the route for. In a path that cannot be decoded, every percent sign stands for itself, so that it is
 * answered like any other path that is not here.
 */
function decodableUrl({ url = "/" }: Pick<IncomingMessage, "url">): string {
  if (!url.includes("%")) return url
  const [path = ""] = url.split("?", 1)
  try {
    decodeURIComponent(path)
    return url
  } catch {
    return path.replaceAll("%", "%25") + url.slice(path.length)
  }
}
