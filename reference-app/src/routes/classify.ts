import type { FastifyPluginCallbackZod } from "fastify-type-provider-zod"
import { z } from "zod"
import { requireApiKey } from "../api-key.js"
import type { Classification, Image } from "../classifier.js"
import type { PredictionStore } from "../db.js"
import { ClassificationMessage, ImageMessage } from "../messages.js"
import { Problem, ValidationProblem } from "../http/problems.js"
import { CLASSIFY_LIMIT } from "../rate-limit.js"

const ClassifyRequest = z
  .object(
    {
      pixels: ImageMessage,
    },
    "the body must be a JSON object",
  )
  .meta({ id: "ClassifyRequest" })

export interface ClassifyOptions {
  readonly apiKey: string
  readonly modelVersion: string
  readonly classify: (image: Image) => Promise<Classification>
  readonly store: PredictionStore
}

/** POST /classify: JSON, schema, key and rate are checked in this order; the row is stored before the answer leaves. */
export const classifyRoute: FastifyPluginCallbackZod<ClassifyOptions> = (app, options, done) => {
  app.post(
    "/classify",
    {
      schema: {
        summary: "Which digit is drawn here?",
        security: [{ ApiKey: [] }],
        body: ClassifyRequest,
        response: { 200: ClassificationMessage, 401: Problem, 422: ValidationProblem, 429: Problem, 503: Problem },
      },
      preHandler: [requireApiKey(options.apiKey)],
      config: { rateLimit: CLASSIFY_LIMIT },
    },
    async (request) => {
      const result = await options.classify(request.body.pixels)
      await options.store.add({
        prediction: result.prediction,
        confidence: result.confidence,
        modelVersion: options.modelVersion,
      })
      return result
    },
  )
  done()
}
