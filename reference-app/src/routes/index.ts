import type { FastifyInstance } from "fastify"
import type { BuildInfo } from "../build-info.js"
import type { Recogniser } from "../inference/recogniser.js"
import type { PredictionStore } from "../storage/store.js"
import { analyticsRoute } from "./analytics.js"
import { classifyBatchRoute } from "./classify-batch.js"
import { classifyRoute } from "./classify.js"
import type { Door } from "./door.js"
import { feedbackRoute } from "./feedback.js"
import { healthRoute } from "./health.js"
import { predictionsRoute } from "./predictions.js"
import { previewRoute } from "./preview.js"
import { resultsRoute } from "./results.js"
import { versionRoute } from "./version.js"

export interface RouteParts {
  readonly recogniser: Recogniser
  readonly store: PredictionStore
  readonly build: BuildInfo
  readonly worksWithoutDatabase: boolean
  /** For programs with a key. */
  readonly keyDoor: Door
  /** For the page that this service serves itself; absent where a proxy adds the key. */
  readonly pageDoor: Door | undefined
}

/** Every route of the service. */
export async function registerRoutes(app: FastifyInstance, parts: RouteParts): Promise<void> {
  const { keyDoor, pageDoor } = parts
  await app.register(healthRoute, parts)
  await app.register(versionRoute, parts)
  await app.register(resultsRoute, parts)
  await app.register(analyticsRoute, parts)
  await app.register(predictionsRoute, { ...parts, door: keyDoor })
  await app.register(classifyBatchRoute, { ...parts, door: keyDoor })
  for (const door of [keyDoor, pageDoor]) {
    if (!door) continue
    await app.register(classifyRoute, { ...parts, door })
    await app.register(previewRoute, { ...parts, door })
    await app.register(feedbackRoute, { ...parts, door })
  }
}
