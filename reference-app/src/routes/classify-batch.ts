import type { FastifyPluginCallbackZod } from "fastify-type-provider-zod"
import { z } from "zod"
import { flatten } from "../http/images.js"
import { BatchRequest, ClassificationMessage } from "../messages.js"
import type { ClassifyOptions } from "./classify.js"
import { ANYWHERE, CHECKED, STORED, WITH_BODY } from "./refusals.js"
import { toNewPrediction } from "./rows.js"

/** 32 images written with blanks. */
const BODY_LIMIT_BYTES = 32 * 5 * 1024

/** POST /classify/batch: many images at once, answered in their order. It counts as one request. */
export const classifyBatchRoute: FastifyPluginCallbackZod<ClassifyOptions> = (app, options, done) => {
  const { door, recogniser, store } = options
  app.post(
    `${door.prefix}/classify/batch`,
    {
      schema: {
        summary: "Which digits are drawn here?",
        description: "1 to 32 images, answered in their order and remembered all or none. Counts as one request.",
        security: door.security,
        body: BatchRequest,
        response: {
          200: z.array(ClassificationMessage),
          ...door.refusals,
          ...WITH_BODY,
          ...CHECKED,
          ...ANYWHERE,
          ...STORED,
        },
      },
      bodyLimit: BODY_LIMIT_BYTES,
      preHandler: [door.admit, door.spend],
    },
    async (request, reply) => {
      const recognitions = await recogniser.recogniseMany(request.body.images.map(flatten))
      const added = await store.add(
        recognitions.map((recognition) => toNewPrediction(recognition, request.clientAddress)),
      )
      const ids = added.flatMap((row) => (row.stored ? [row.id] : []))
      if (ids.length === added.length) reply.header("x-prediction-id", ids.join(", "))
      reply.header("x-model-version", recognitions.map(({ answer }) => answer.modelVersion).join(", "))
      return recognitions.map(({ answer }) => answer.classification)
    },
  )
  done()
}
