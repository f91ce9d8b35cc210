import { readFileSync } from "node:fs"
import swagger from "@fastify/swagger"
import swaggerUi from "@fastify/swagger-ui"
import type { FastifyInstance } from "fastify"
import { jsonSchemaTransform, jsonSchemaTransformObject } from "fastify-type-provider-zod"
import { z } from "zod"
import { referencePage } from "./reference-page.js"

const { version } = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")))

/** Collects the schemas of all routes registered later and serves them: /docs, /redoc and /openapi.json. */
export async function serveDocs(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: { title: "PixelWise", description: "Recognises handwritten digits.", version },
      components: { securitySchemes: { ApiKey: { type: "apiKey", in: "header", name: "X-API-Key" } } },
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  })
  await app.register(swaggerUi, { routePrefix: "/docs" })
  app.get("/openapi.json", { schema: { hide: true } }, () => app.swagger())
  app.get("/redoc", { schema: { hide: true } }, (_request, reply) =>
    reply.type("text/html; charset=utf-8").send(referencePage(app.swagger())),
  )
}
