import type { FastifyPluginCallbackZod } from "fastify-type-provider-zod"
import { z } from "zod"
import type { PredictionStore } from "../db.js"
import { Problem } from "../http/problems.js"

/** How many of the newest rows the history shows. */
const RESULTS_LIMIT = 20

const Results = z
  .object({
    results: z.array(
      z.object({
        id: z.int(),
        prediction: z.string(),
        confidence: z.number(),
        model_version: z.string(),
        created_at: z.iso.datetime(),
      }),
    ),
  })
  .meta({ id: "Results" })

/** GET /results: the newest classifications, newest first. */
export const resultsRoute: FastifyPluginCallbackZod<{ store: PredictionStore }> = (app, { store }, done) => {
  app.get(
    "/results",
    { schema: { summary: "The newest classifications", response: { 200: Results, 503: Problem } } },
    async () => {
      const rows = await store.newest(RESULTS_LIMIT)
      const results = rows.map(({ id, prediction, confidence, modelVersion, createdAt }) => ({
        id,
        prediction,
        confidence,
        model_version: modelVersion,
        created_at: createdAt.toISOString(),
      }))
      return { results }
    },
  )
  done()
}
