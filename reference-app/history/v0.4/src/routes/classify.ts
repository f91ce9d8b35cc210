import type { FastifyPluginCallbackZod } from "fastify-type-provider-zod"
import { z } from "zod"
import { requireApiKey } from "../api-key.js"
import { CLASSES, type Classification, type Image } from "../classifier.js"
import { MISSING, Problem, ValidationProblem } from "../problems.js"
import { CLASSIFY_LIMIT } from "../rate-limit.js"

const PIXEL = "a pixel must be an integer from 0 to 255"

const Pixel = z.int(PIXEL).min(0, PIXEL).max(255, PIXEL)
const Row = z.array(Pixel, "a row must be a list of 28 integers").length(28, "a row must have exactly 28 pixels")

const ClassifyRequest = z
  .object(
    {
      pixels: z
        .array(Row, {
          error: ({ input }) => (input === undefined ? MISSING : "pixels must be a list of 28 rows"),
        })
        .length(28, "pixels must have exactly 28 rows")
        .describe("28 rows of 28 grey values: 0 is paper, 255 is ink"),
    },
    "the body must be a JSON object",
  )
  .meta({ id: "ClassifyRequest" })

const ClassifyResponse = z
  .object({
    prediction: z.enum(CLASSES),
    confidence: z.number().describe("The highest of the scores"),
    scores: z.record(z.enum(CLASSES), z.number()).describe("One probability per digit"),
  })
  .meta({ id: "ClassifyResponse" })

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
        response: { 200: ClassifyResponse, 401: Problem, 422: ValidationProblem, 429: Problem },
      },
      preHandler: [requireApiKey(options.apiKey)],
      config: { rateLimit: CLASSIFY_LIMIT },
    },
    (request) => options.classify(request.body.pixels),
  )
  done()
}
