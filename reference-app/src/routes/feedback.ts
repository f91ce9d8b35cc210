import type { FastifyPluginCallbackZod } from "fastify-type-provider-zod"
import { HttpError } from "../http/problems.js"
import { FeedbackRequest, PredictionRow, Problem } from "../messages.js"
import type { PredictionStore } from "../storage/store.js"
import type { Door } from "./door.js"
import { NO_SUCH_PREDICTION } from "./predictions.js"
import { ANYWHERE, CHECKED, STORED, WITH_BODY } from "./refusals.js"
import { toRowMessage } from "./rows.js"

/** POST /feedback: a person says which digit a remembered drawing really was. */
export const feedbackRoute: FastifyPluginCallbackZod<{ door: Door; store: PredictionStore }> = (app, options, done) => {
  const { door, store } = options
  app.post(
    `${door.prefix}/feedback`,
    {
      schema: {
        summary: "That was wrong: it is another digit",
        security: door.security,
        body: FeedbackRequest,
        response: {
          201: PredictionRow,
          ...door.refusals,
          404: Problem,
          ...WITH_BODY,
          ...CHECKED,
          ...ANYWHERE,
          ...STORED,
        },
      },
      preHandler: door.admit,
    },
    async ({ body }, reply) => {
      const row = await store.correct(body.id, body.correct_label)
      if (!row) throw new HttpError(404, NO_SUCH_PREDICTION)
      return reply.code(201).send(toRowMessage(row))
    },
  )
  done()
}
