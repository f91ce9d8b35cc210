import { Server } from "node:net"
import { setTimeout as sleep } from "node:timers/promises"
import type { FastifyInstance } from "fastify"

/** Long enough for every client that is at work to send its next request, short enough for one who waits for the end. */
const LAST_CALL_MS = 500
const LOOK_EVERY_MS = 20

/**
 * Lets clients go without breaking a request. Once the service closes, it takes no new connection and every answer
 * closes its own. Only after a moment are connections cut that are still open and say nothing: cut at once, they would
 * take requests with them that clients were just sending.
 */
export function drainOnClose(app: FastifyInstance): void {
  let closing = false
  app.addHook("preClose", async () => {
    closing = true
    if (!app.server.listening) return
    // The close of an HTTP server would cut the idle connections as well; Fastify calls it after this.
    Server.prototype.close.call(app.server)
    const end = performance.now() + LAST_CALL_MS
    while (performance.now() < end && (await connections(app.server)) > 0) await sleep(LOOK_EVERY_MS)
  })
  app.addHook("onSend", (_request, reply, payload, done) => {
    if (closing) reply.header("connection", "close")
    done(null, payload)
  })
}

function connections(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.getConnections((error, count) => (error ? reject(error) : resolve(count)))
  })
}
