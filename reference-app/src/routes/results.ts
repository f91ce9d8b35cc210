import type { FastifyPluginCallbackZod } from "fastify-type-provider-zod"
import { Results, ResultsQuery } from "../messages.js"
import type { PredictionStore } from "../storage/store.js"
import { ANYWHERE, CHECKED, STORED } from "./refusals.js"
import { toRowMessage } from "./rows.js"

/** GET /results: the newest classifications, newest first; the header Link names the page after this one. */
export const resultsRoute: FastifyPluginCallbackZod<{ store: PredictionStore }> = (app, { store }, done) => {
  app.get(
    "/results",
    {
      schema: {
        summary: "The newest classifications",
        description: "Newest first. While there are older ones, the header Link names the address of the next page.",
        querystring: ResultsQuery,
        response: { 200: Results, ...CHECKED, ...ANYWHERE, ...STORED },
      },
    },
    async ({ query: { limit, before } }, reply) => {
      // One row more than asked for tells whether there is a next page.
      const rows = await store.page({ limit: limit + 1, ...(before !== undefined && { before }) })
      const page = rows.slice(0, limit)
      if (rows.length > limit) reply.header("link", `</results?limit=${limit}&before=${page.at(-1)!.id}>; rel="next"`)
      return { results: page.map(toRowMessage) }
    },
  )
  done()
}
