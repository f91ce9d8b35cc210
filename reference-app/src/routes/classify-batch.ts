import type { FastifyPluginCallbackZod } from "fastify-type-provider-zod"
import { z } from "zod"
import { requireApiKey } from "../api-key.js"
import type { Classification, Image } from "../classifier.js"
import { ClassificationMessage, ImageMessage } from "../messages.js"
import { MISSING, Problem, ValidationProblem } from "../http/problems.js"
import { CLASSIFY_LIMIT } from "../rate-limit.js"

const MOST_IMAGES = 32
/** 32 images written with blanks. */
const BODY_LIMIT_BYTES = MOST_IMAGES * 5 * 1024

const BatchRequest = z
  .object(
    {
      images: z
        .array(ImageMessage, {
          error: ({ input }) => (input === undefined ? MISSING : "images must be a list of images"),
        })
        .min(1, "images must hold at least one image")
        .max(MOST_IMAGES, `images must hold at most ${MOST_IMAGES} images`),
    },
    "the body must be a JSON object",
  )
  .meta({ id: "BatchRequest" })

export interface BatchOptions {
  readonly apiKey: string
  readonly classifyBatch: (images: Image[]) => Promise<Classification[]>
  /** Called with the results before they are answered. */
  readonly remember: (results: readonly Classification[]) => Promise<void>
}

/** POST /classify/batch: many images with one run of the model, answered in their order. It counts as one request. */
export const classifyBatchRoute: FastifyPluginCallbackZod<BatchOptions> = (app, options, done) => {
  app.post(
    "/classify/batch",
    {
      schema: {
        summary: "Which digits are drawn here?",
        security: [{ ApiKey: [] }],
        body: BatchRequest,
        response: {
          200: z.array(ClassificationMessage),
          401: Problem,
          422: ValidationProblem,
          429: Problem,
          503: Problem,
        },
      },
      bodyLimit: BODY_LIMIT_BYTES,
      preHandler: [requireApiKey(options.apiKey)],
      config: { rateLimit: CLASSIFY_LIMIT },
    },
    async (request) => {
      const results = await options.classifyBatch(request.body.images)
      await options.remember(results)
      return results
    },
  )
  done()
}
