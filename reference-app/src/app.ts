import Fastify, { type FastifyBaseLogger, type FastifyInstance } from "fastify"
import type { BuildInfo } from "./build-info.js"
import type { Config } from "./config.js"
import type { ApiKeys } from "./guard/api-keys.js"
import { metricsAccess } from "./guard/metrics-access.js"
import { enableRateLimit } from "./guard/rate-limit.js"
import { requireApiKey } from "./guard/require-api-key.js"
import { enableSecurityHeaders } from "./guard/security-headers.js"
import { enableClientAddress, trustProxy } from "./guard/trusted-proxy.js"
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
import { Problem } from "./messages.js"
import { enableAccessLog } from "./observability/access-log.js"
import { enableMetrics, serveMetrics } from "./observability/count-requests.js"
import type { Metrics } from "./observability/metrics.js"
import { enableRequestId } from "./observability/request-id.js"
import { serverOptions } from "./observability/server-options.js"
import { registerRoutes } from "./routes/index.js"
import type { PredictionStore } from "./storage/store.js"

export interface AppParts {
  readonly config: Pick<
    Config,
    | "debug"
    | "persistence"
    | "frontend"
    | "browserKey"
    | "trustProxy"
    | "classifyPerMinute"
    | "generalPerMinute"
    | "metricsAllow"
  >
  readonly keys: Pick<ApiKeys, "find">
  readonly build: BuildInfo
  readonly recogniser: Recogniser
  readonly store: PredictionStore
  readonly metrics: Metrics
  readonly logger: FastifyBaseLogger
}

/** An image written with blanks takes 5 KB; no honest body needs more than this. */
const BODY_LIMIT_BYTES = 64 * 1024
const REQUEST_TIMEOUT_MS = 15_000

/** The service with all its routes, not yet listening. Closing it closes the recogniser and the store. */
export async function buildApp({
  config,
  keys,
  build,
  recogniser,
  store,
  metrics,
  logger,
}: AppParts): Promise<FastifyInstance> {
  const app = Fastify({
    ...serverOptions(logger),
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    // Bodies are read by their schemas alone and never merged into other objects, so keys such as __proto__ are only names
    // that nobody asks for; looking for them would cost every request a tenth of its time.
    onProtoPoisoning: "ignore",
    onConstructorPoisoning: "ignore",
    // While the service stops, requests on connections that are still open are answered as ever.
    return503OnClosing: false,
    frameworkErrors: answerError,
    clientErrorHandler: answerBrokenRequest,
    trustProxy: trustProxy(config.trustProxy),
  })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler(answerError)
  drainOnClose(app)
  enableRequestId(app)
  enableMetrics(app, metrics)
  enableClientAddress(app)
  enableAccessLog(app)
  enableSecurityHeaders(app)
  const { spendClassification } = enableRateLimit(app, config)
  answerUnmatched(app)
  await describeRoutes(app, build.version)
  await registerRoutes(app, {
    recogniser,
    store,
    build,
    worksWithoutDatabase: config.persistence !== "strict",
    keyDoor: {
      prefix: "",
      security: [{ ApiKey: [] }],
      refusals: { 401: Problem },
      admit: requireApiKey(keys),
      spend: spendClassification,
    },
    pageDoor: config.browserKey
      ? {
          prefix: "/ui",
          security: [{ SameOrigin: [] }],
          refusals: { 403: Problem },
          admit: requireSameOrigin,
          spend: spendClassification,
        }
      : undefined,
  })
  serveMetrics(app, metrics, metricsAccess(config.metricsAllow))
  if (config.debug) await serveDocs(app)
  if (config.frontend) await serveFrontend(app)
  app.addHook("onClose", async () => {
    await recogniser.close()
    await store.close()
  })
  return app
}
