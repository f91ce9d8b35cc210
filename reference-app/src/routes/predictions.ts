import type { FastifyPluginCallbackZod } from "fastify-type-provider-zod"
import { z } from "zod"
import { HttpError } from "../http/problems.js"
import { CorrectionRequest, PredictionParams, PredictionRow, Problem } from "../messages.js"
import type { PredictionStore } from "../storage/store.js"
import type { Door } from "./door.js"
import { ANYWHERE, CHECKED, STORED, WITH_BODY } from "./refusals.js"
import { toRowMessage } from "./rows.js"

export const NO_SUCH_PREDICTION = "There is no prediction with this id"

/** GET, PUT and DELETE /predictions/:id: one remembered classification. Reading is open, writing needs the key. */
export const predictionsRoute: FastifyPluginCallbackZod<{ door: Door; store: PredictionStore }> = (
  app,
  { door, store },
  done,
) => {
  const url = `${door.prefix}/predictions/:id`
  const params = PredictionParams
  const refusals = { 404: Problem, ...CHECKED, ...ANYWHERE, ...STORED }
  const writing = { ...door.refusals, ...WITH_BODY, ...refusals }

  app.get(
    url,
    { schema: { summary: "One remembered classification", params, response: { 200: PredictionRow, ...refusals } } },
    async (request) => toRowMessage(present(await store.find(request.params.id))),
  )

  app.put(
    url,
    {
      schema: {
        summary: "Note which digit it really was",
        security: door.security,
        params,
        body: CorrectionRequest,
        response: { 200: PredictionRow, ...writing },
      },
      preHandler: door.admit,
    },
    async (request) => toRowMessage(present(await store.correct(request.params.id, request.body.correct_label))),
  )

  app.delete(
    url,
    {
      schema: {
        summary: "Forget a classification",
        security: door.security,
        params,
        response: { 204: z.null().describe("Forgotten"), ...writing },
      },
      preHandler: door.admit,
    },
    async (request, reply) => {
      if (!(await store.remove(request.params.id))) throw new HttpError(404, NO_SUCH_PREDICTION)
      return reply.code(204).send(null)
    },
  )
  done()
}

function present<Row>(row: Row | undefined): Row {
  if (row === undefined) throw new HttpError(404, NO_SUCH_PREDICTION)
  return row
}
