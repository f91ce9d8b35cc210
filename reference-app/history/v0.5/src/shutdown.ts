import type { FastifyInstance } from "fastify"

const GRACE_MS = 10_000

/** Lets running requests finish when the process is asked to end, but not for longer than ten seconds. */
export function stopOnSignal(app: FastifyInstance): void {
  const stop = (signal: NodeJS.Signals): void => {
    app.log.info(`${signal} received, stopping`)
    setTimeout(() => {
      app.log.error("requests did not finish in time")
      process.exit(1)
    }, GRACE_MS).unref()
    app.close().then(
      () => process.exit(0),
      (error: unknown) => {
        app.log.error({ err: error }, "stopping failed")
        process.exit(1)
      },
    )
  }
  process.once("SIGTERM", stop)
  process.once("SIGINT", stop)
}
