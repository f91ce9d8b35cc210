import type { FastifyInstance } from "fastify"
import type { Logger } from "pino"
import { buildApp } from "./app.js"
import { readBuildInfo } from "./build-info.js"
import type { Config } from "./config.js"
import { openApiKeys } from "./guard/api-keys.js"
import { checkHealth, type HealthParts } from "./health.js"
import { findModels } from "./inference/model-set.js"
import { openRecogniser } from "./inference/recogniser.js"
import { createMetrics } from "./observability/metrics.js"
import { stopOnSignal } from "./shutdown.js"
import { openStore } from "./storage/open-store.js"
import { inheritedSocket, openSupervisor } from "./systemd.js"

/**
 * Opens model and store, listens, and ends with the process.
 * @returns the address where it answers.
 * @throws when a part cannot be opened or the port is taken.
 */
export async function startService(config: Config, log: Logger): Promise<string> {
  const build = readBuildInfo()
  const keys = openApiKeys({ secretApiKey: config.apiKey, keysFile: config.keysFile, logger: log })
  const metrics = createMetrics({
    queueDepth: () => recogniser.queueDepth,
    bufferedRows: () => store.buffered,
    healthy: async () => (await checkHealth(parts)).well,
    version: build.version,
  })
  const recogniser = await openRecogniser({
    models: await findModels({ modelPath: config.modelPath, modelVersion: config.modelVersion }),
    flag: config.modelFlag,
    events: {
      batch: metrics.batch,
      prediction: metrics.prediction,
      alternativeFailed: (version, error) =>
        log.error({ err: error }, `the model ${version}, which runs along, failed`),
    },
  })
  const store = await openStore({
    ...config,
    onWarning: (error, what) => log.warn({ err: error }, what),
    onRecovery: () => log.info("the database answers again"),
  })
  const parts: HealthParts = { recogniser, store, worksWithoutDatabase: config.persistence !== "strict" }
  const app = await buildApp({ config, keys, build, recogniser, store, metrics, logger: log })
  app.addHook("onClose", async () => keys.close())
  if (config.persistence === "none") log.warn("PERSISTENCE is none: no classification is remembered")

  const supervisor = openSupervisor(
    () => recogniser.ready(),
    (error) => log.warn({ err: error }, "systemd could not be told"),
  )
  stopOnSignal(app, () => supervisor.stopping())
  const address = await listen(app, config)
  supervisor.ready()
  return address
}

/** How many connections may wait while a run of the model or a restart keeps the service busy. */
const BACKLOG = 4096

async function listen(app: FastifyInstance, { host, port }: Config): Promise<string> {
  const fd = inheritedSocket()
  // Fastify hands its options on to Node.js, which knows more of them than Fastify's types do.
  return app.listen(
    fd === undefined ? { host, port, backlog: BACKLOG } : ({ fd, backlog: BACKLOG } as { port?: number }),
  )
}
