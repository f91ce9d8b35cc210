import type { FastifyInstance } from "fastify"

/**
 * From the moment the service closes, every answer closes its connection: no client sends its next request to a process
 * that is about to be gone.
 */
export function drainOnClose(app: FastifyInstance): void {
  let closing = false
  app.addHook("preClose", (done) => {
    closing = true
    done()
  })
  app.addHook("onSend", (_request, reply, payload, done) => {
    if (closing) reply.header("connection", "close")
    done(null, payload)
  })
}
