import type { FastifyPluginCallbackZod } from "fastify-type-provider-zod"
import { Analytics } from "../messages.js"
import type { PredictionStore } from "../storage/store.js"
import { ANYWHERE, STORED } from "./refusals.js"

/** GET /analytics: what the stored rows say about each version of the model and each day. */
export const analyticsRoute: FastifyPluginCallbackZod<{ store: PredictionStore }> = (app, { store }, done) => {
  app.get(
    "/analytics",
    {
      schema: {
        summary: "Counts, confidence and digits for each version of the model and each day",
        response: { 200: Analytics, ...ANYWHERE, ...STORED },
      },
    },
    async () => {
      const { by_version, by_day, comparisons } = await store.analytics()
      return { by_version: [...by_version], by_day: [...by_day], comparisons: [...comparisons] }
    },
  )
  done()
}
