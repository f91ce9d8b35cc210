import type { preHandlerHookHandler } from "fastify"
import { HttpError } from "../http/problems.js"
import type { ApiKeys } from "./api-keys.js"

declare module "fastify" {
  interface FastifyRequest {
    /** Whose key let the request in; undefined where none was asked for. */
    keyName?: string
  }
}

/** A hook that lets a request pass only with a known X-API-Key header, and notes whose it is. */
export function requireApiKey(keys: Pick<ApiKeys, "find">): preHandlerHookHandler {
  return (request, _reply, done) => {
    const given = request.headers["x-api-key"]
    const name = keys.find(typeof given === "string" ? given : undefined)
    if (name === undefined) return done(new HttpError(401, "Invalid API key"))
    request.keyName = name
    done()
  }
}
