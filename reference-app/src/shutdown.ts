import type { FastifyInstance } from "fastify"

/** How long requests that are under way may take once the process is asked to end. */
const GRACE_MS = 10_000
/** How long closing the rest may take after that. */
const LAST_MS = 3_000

/**
 * Ends the process cleanly on SIGTERM and SIGINT: no new connection, requests that are under way finish (for no longer
 * than ten seconds), then store and model close. Exits with 1 when something had to be cut off.
 * @param announce is called when it begins.
 */
export function stopOnSignal(app: FastifyInstance, announce: () => void): void {
  let stopping = false
  const stop = (signal: NodeJS.Signals): void => {
    if (stopping) return
    stopping = true
    app.log.info(`${signal} received, stopping`)
    announce()
    let status = 0
    setTimeout(() => {
      status = 1
      app.log.error(`requests did not finish within ${GRACE_MS / 1000} seconds, cutting them off`)
      app.server.closeAllConnections()
    }, GRACE_MS).unref()
    setTimeout(() => process.exit(1), GRACE_MS + LAST_MS).unref()
    app.close().then(
      () => process.exit(status),
      (error: unknown) => {
        app.log.error({ err: error }, "stopping failed")
        process.exit(1)
      },
    )
  }
  process.on("SIGTERM", stop)
  process.on("SIGINT", stop)
}
