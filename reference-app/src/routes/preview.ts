import type { FastifyPluginCallbackZod } from "fastify-type-provider-zod"
import { flatten } from "../http/images.js"
import { ClassificationMessage, ClassifyRequest, Problem } from "../messages.js"
import type { ClassifyOptions } from "./classify.js"
import { ANYWHERE, CHECKED, WITH_BODY } from "./refusals.js"

/** POST /preview: answers as /classify does and remembers nothing, for drawings that are not finished yet. */
export const previewRoute: FastifyPluginCallbackZod<Omit<ClassifyOptions, "store">> = (app, options, done) => {
  const { door, recogniser } = options
  app.post(
    `${door.prefix}/preview`,
    {
      schema: {
        summary: "Which digit is this going to be?",
        description: "Answers as /classify does, but remembers nothing and counts for the general budget only.",
        security: door.security,
        body: ClassifyRequest,
        response: {
          200: ClassificationMessage,
          ...door.refusals,
          ...WITH_BODY,
          ...CHECKED,
          ...ANYWHERE,
          503: Problem,
        },
      },
      preHandler: door.admit,
    },
    async (request, reply) => {
      const { answer } = await recogniser.recognise(flatten(request.body.pixels))
      reply.header("x-model-version", answer.modelVersion)
      return answer.classification
    },
  )
  done()
}
