import Fastify, { LogController, type FastifyInstance, type FastifyServerOptions } from "fastify"
import { serializerCompiler, validatorCompiler } from "fastify-type-provider-zod"
import { logRequests } from "./access-log.js"
import type { Classification, Image } from "./classifier.js"
import type { Config } from "./config.js"
import type { PredictionStore } from "./db.js"
import { serveDocs } from "./http/docs.js"
import { answerBrokenRequest, answerError, answerProblems } from "./http/problems.js"
import { enableRateLimit } from "./rate-limit.js"
import { classifyBatchRoute } from "./routes/classify-batch.js"
import { classifyRoute } from "./routes/classify.js"
import { healthRoute } from "./routes/health.js"
import { resultsRoute } from "./routes/results.js"

export interface AppParts {
  readonly config: Pick<Config, "apiKey" | "debug" | "modelVersion">
  readonly classify: (image: Image) => Promise<Classification>
  readonly classifyBatch: (images: Image[]) => Promise<Classification[]>
  readonly store: PredictionStore
  readonly logger: Exclude<FastifyServerOptions["logger"], undefined>
}

/** An image written with blanks takes 5 KB; no honest body needs more than this. */
const BODY_LIMIT_BYTES = 64 * 1024
const REQUEST_TIMEOUT_MS = 15_000

/** The service with all its routes, not yet listening. Closing it closes the store. */
export async function buildApp({ config, classify, classifyBatch, store, logger }: AppParts): Promise<FastifyInstance> {
  const app = Fastify({
    logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    frameworkErrors: answerError,
    clientErrorHandler: answerBrokenRequest,
    // The address of the connection counts; a client could write anything into a forwarding header.
    trustProxy: false,
  })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  answerProblems(app)
  logRequests(app)
  await enableRateLimit(app)
  if (config.debug) await serveDocs(app)
  await app.register(healthRoute, { modelVersion: config.modelVersion })
  await app.register(classifyRoute, { apiKey: config.apiKey, modelVersion: config.modelVersion, classify, store })
  await app.register(classifyBatchRoute, {
    apiKey: config.apiKey,
    classifyBatch,
    remember: async (results) => {
      for (const { prediction, confidence } of results)
        await store.add({ prediction, confidence, modelVersion: config.modelVersion })
    },
  })
  await app.register(resultsRoute, { store })
  app.addHook("onClose", () => store.close())
  return app
}
