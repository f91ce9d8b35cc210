import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify"
import { send } from "./problems.js"

/**
 * Answers requests that no route takes: 404, or 405 with `Allow` where the path exists for other methods, or to OPTIONS
 * there 204. It answers before the body is read: what nobody takes need not be parsed.
 */
export function answerUnmatched(app: FastifyInstance): void {
  const paths = new Map<string, { readonly pattern: RegExp; readonly methods: Set<string> }>()

  app.addHook("onRoute", ({ url, method }) => {
    const path = paths.get(url) ?? { pattern: toPattern(url), methods: new Set() }
    paths.set(url, path)
    for (const name of [method].flat()) path.methods.add(name)
  })

  const answer = (request: FastifyRequest, reply: FastifyReply): void => {
    const path = request.url.split("?", 1)[0]!
    const methods = [...paths.values()].find(({ pattern }) => pattern.test(path))?.methods
    if (!methods) return send(reply, request, 404, "Not Found")
    void reply.header("allow", [...methods].sort().join(", "))
    if (request.method === "OPTIONS") return void reply.code(204).send()
    send(reply, request, 405, "Method Not Allowed")
  }

  app.addHook("onRequest", (request, reply, done) => (request.is404 ? answer(request, reply) : done()))
  app.setNotFoundHandler(answer)
}

/** "/predictions/:id" as a regular expression. */
function toPattern(route: string): RegExp {
  const steps = route.split("/").map((step) => {
    if (step.startsWith(":")) return "[^/]+"
    return step === "*" ? ".*" : step.replaceAll(/[^\w-]/g, "\\$&")
  })
  return new RegExp(`^${steps.join("/")}$`)
}
