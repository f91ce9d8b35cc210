import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from "fastify"
import { logRequests } from "./access-log.js"
import { requireApiKey } from "./api-key.js"
import type { BuildInfo } from "./build-info.js"
import type { Config } from "./config.js"
import { answerBrokenRequest } from "./http/broken-request.js"
import { describeRoutes, serveDocs } from "./http/docs.js"
import { drainOnClose } from "./http/draining.js"
import { serveFrontend } from "./http/frontend.js"
import { answerError } from "./http/problems.js"
import { requireSameOrigin } from "./http/same-origin.js"
import { serializerCompiler } from "./http/serialization.js"
import { answerUnmatched } from "./http/unmatched.js"
import { validatorCompiler } from "./http/validation.js"
import type { Recogniser } from "./inference/recogniser.js"
import { CLASSIFY_LIMIT, enableRateLimit } from "./rate-limit.js"
import { registerRoutes } from "./routes/index.js"
import type { PredictionStore } from "./storage/store.js"

export interface AppParts {
  readonly config: Pick<Config, "apiKey" | "debug" | "persistence" | "frontend" | "browserKey">
  readonly build: BuildInfo
  readonly recogniser: Recogniser
  readonly store: PredictionStore
  readonly logger: FastifyBaseLogger
}

/** An image written with blanks takes 5 KB; no honest body needs more than this. */
const BODY_LIMIT_BYTES = 64 * 1024
const REQUEST_TIMEOUT_MS = 15_000

/** The service with all its routes, not yet listening. Closing it closes the recogniser and the store. */
export async function buildApp({ config, build, recogniser, store, logger }: AppParts): Promise<FastifyInstance> {
  const app = Fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    // While the service stops, requests on connections that are still open are answered as ever.
    return503OnClosing: false,
    frameworkErrors: answerError,
    clientErrorHandler: answerBrokenRequest,
    trustProxy: false,
  })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler(answerError)
  drainOnClose(app)
  logRequests(app)
  await enableRateLimit(app)
  answerUnmatched(app)
  await describeRoutes(app, build.version)
  const spend = app.rateLimit(CLASSIFY_LIMIT)
  await registerRoutes(app, {
    recogniser,
    store,
    build,
    worksWithoutDatabase: config.persistence !== "strict",
    keyDoor: { prefix: "", security: [{ ApiKey: [] }], admit: requireApiKey(config.apiKey), spend },
    pageDoor: config.browserKey
      ? { prefix: "/ui", security: [{ SameOrigin: [] }], admit: requireSameOrigin, spend }
      : undefined,
  })
  if (config.debug) await serveDocs(app)
  if (config.frontend) await serveFrontend(app)
  app.addHook("onClose", async () => {
    await recogniser.close()
    await store.close()
  })
  return app
}
