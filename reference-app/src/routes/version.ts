import type { FastifyPluginCallbackZod } from "fastify-type-provider-zod"
import type { BuildInfo } from "../build-info.js"
import type { Recogniser } from "../inference/recogniser.js"
import { Version } from "../messages.js"
import { ANYWHERE } from "./refusals.js"

export interface VersionOptions {
  readonly build: BuildInfo
  readonly recogniser: Recogniser
}

/** GET /version: which code and which model answer here. */
export const versionRoute: FastifyPluginCallbackZod<VersionOptions> = (app, { build, recogniser }, done) => {
  app.get(
    "/version",
    { schema: { summary: "Which code and which model answer here?", response: { 200: Version, ...ANYWHERE } } },
    () => ({
      version: build.version,
      api_version: "v1" as const,
      model_version: recogniser.modelVersion,
      commit: build.commit,
      built_at: build.builtAt,
      model_hash: recogniser.modelHash,
    }),
  )
  done()
}
