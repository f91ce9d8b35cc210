import type { FastifyPluginCallbackZod } from "fastify-type-provider-zod"
import { z } from "zod"
import { requireApiKey } from "../api-key.js"
import type { Classification, Image } from "../classifier.js"
import { ClassificationMessage, ImageMessage } from "../messages.js"
import { Problem, ValidationProblem } from "../problems.js"
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
  readonly classify: (image: Image) => Promise<Classification>
}

/** POST /classify: JSON, schema, key and rate are checked in this order. */
export const classifyRoute: FastifyPluginCallbackZod<ClassifyOptions> = (app, options, done) => {
  app.post(
    "/classify",
    {
      schema: {
        summary: "Which digit is drawn here?",
        security: [{ ApiKey: [] }],
        body: ClassifyRequest,
        response: { 200: ClassificationMessage, 401: Problem, 422: ValidationProblem, 429: Problem },
      },
      preHandler: [requireApiKey(options.apiKey)],
      config: { rateLimit: CLASSIFY_LIMIT },
    },
    (request) => options.classify(request.body.pixels),
  )
  done()
}
