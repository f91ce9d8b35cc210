import type { FastifyPluginCallbackZod } from "fastify-type-provider-zod"
import { z } from "zod"

const Health = z.object({ status: z.literal("ok"), model_version: z.string() }).meta({ id: "Health" })

/** GET /health: the process answers. Monitors call it without a key and without a limit. */
export const healthRoute: FastifyPluginCallbackZod<{ modelVersion: string }> = (app, { modelVersion }, done) => {
  app.get("/health", { schema: { summary: "Is the service alive?", response: { 200: Health } } }, () => ({
    status: "ok" as const,
    model_version: modelVersion,
  }))
  done()
}
