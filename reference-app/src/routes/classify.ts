import type { FastifyPluginCallbackZod } from "fastify-type-provider-zod"
import { flatten } from "../http/images.js"
import type { Recogniser } from "../inference/recogniser.js"
import { ClassificationMessage, ClassifyRequest } from "../messages.js"
import type { PredictionStore } from "../storage/store.js"
import type { Door } from "./door.js"
import { ANYWHERE, CHECKED, STORED, WITH_BODY } from "./refusals.js"
import { toNewPrediction } from "./rows.js"

export interface ClassifyOptions {
  readonly door: Door
  readonly recogniser: Recogniser
  readonly store: PredictionStore
}

/** POST /classify: JSON, schema, key and rate are checked in this order; the row is stored before the answer leaves. */
export const classifyRoute: FastifyPluginCallbackZod<ClassifyOptions> = (app, { door, recogniser, store }, done) => {
  app.post(
    `${door.prefix}/classify`,
    {
      schema: {
        summary: "Which digit is drawn here?",
        security: door.security,
        body: ClassifyRequest,
        response: {
          200: ClassificationMessage,
          ...door.refusals,
          ...WITH_BODY,
          ...CHECKED,
          ...ANYWHERE,
          ...STORED,
        },
      },
      preHandler: [door.admit, door.spend],
    },
    async (request, reply) => {
      const recognition = await recogniser.recognise(flatten(request.body.pixels))
      const [added] = await store.add([toNewPrediction(recognition, request.clientAddress)])
      if (added?.stored) reply.header("x-prediction-id", added.id)
      reply.header("x-model-version", recognition.answer.modelVersion)
      return recognition.answer.classification
    },
  )
  done()
}
