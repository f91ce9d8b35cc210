import type { FastifyInstance } from "fastify"
import { pino } from "pino"
import { buildApp } from "./app.js"
import { readBuildInfo } from "./build-info.js"
import type { Config } from "./config.js"
import { findModels } from "./inference/model-set.js"
import { openRecogniser } from "./inference/recogniser.js"
import { stopOnSignal } from "./shutdown.js"
import { openStore } from "./storage/open-store.js"
import { inheritedSocket, openSupervisor } from "./systemd.js"

/** Puts the service together, listens, and ends with the process. @returns the address where it answers. */
export async function startService(config: Config): Promise<{ app: FastifyInstance; address: string }> {
  const log = pino({ level: config.logLevel })
  const recogniser = await openRecogniser({
    models: await findModels({ modelPath: config.modelPath, modelVersion: config.modelVersion }),
    flag: config.modelFlag,
  })
  const store = await openStore({
    ...config,
    onWarning: (error, what) => log.warn({ err: error }, what),
    onRecovery: () => log.info("the database answers again"),
  })
  const app = await buildApp({ config, build: readBuildInfo(), recogniser, store, logger: log })
  if (config.persistence === "none") log.warn("PERSISTENCE is none: no classification is remembered")
  const supervisor = openSupervisor(
    () => recogniser.ready(),
    (error) => log.warn({ err: error }, "systemd could not be told"),
  )
  stopOnSignal(app, () => supervisor.stopping())
  const address = await listen(app, config)
  supervisor.ready()
  return { app, address }
}

async function listen(app: FastifyInstance, { host, port }: Config): Promise<string> {
  const fd = inheritedSocket()
  return fd === undefined ? app.listen({ host, port }) : app.listen({ fd } as { port?: number })
}
