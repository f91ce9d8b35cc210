import type { FastifyPluginCallbackZod } from "fastify-type-provider-zod"
import { z } from "zod"

const Results = z.object({ results: z.array(z.never()), note: z.string() }).meta({ id: "Results" })

/** GET /results: part of the contract from the start, empty until the service has a memory. */
export const resultsRoute: FastifyPluginCallbackZod = (app, _options, done) => {
  app.get("/results", { schema: { summary: "The newest classifications", response: { 200: Results } } }, () => ({
    results: [],
    note: "Nothing is stored yet; a later version keeps the classifications in a database.",
  }))
  done()
}
