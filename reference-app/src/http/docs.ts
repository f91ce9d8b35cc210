import swagger from "@fastify/swagger"
import swaggerUi from "@fastify/swagger-ui"
import type { FastifyInstance, onRequestHookHandler } from "fastify"
import { jsonSchemaTransform, jsonSchemaTransformObject } from "fastify-type-provider-zod"
import type { OpenAPIV3_1 } from "openapi-types"
import { DOCS_POLICY } from "../guard/security-headers.js"
import { describeResponses } from "./described-responses.js"
import { referencePage } from "./reference-page.js"

/** Collects the schemas of all routes registered later into one OpenAPI document: `app.swagger()`. */
export async function describeRoutes(app: FastifyInstance, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "PixelWise",
        description:
          "Recognises handwritten digits. Every refusal is JSON with `detail` (a text, or for 422 a list of mistakes) and `request_id`.",
        version,
        license: { name: "MIT" },
      },
      components: {
        securitySchemes: {
          ApiKey: { type: "apiKey", in: "header", name: "X-API-Key", description: "One of the keys of the service" },
          SameOrigin: {
            type: "apiKey",
            in: "header",
            name: "Sec-Fetch-Site",
            description: 'The value "same-origin", which browsers send from the service\'s own page and from no other',
          },
        },
      },
    },
    transform: jsonSchemaTransform,
    transformObject: (document) => describeResponses(jsonSchemaTransformObject(document) as OpenAPIV3_1.Document),
  })
}

/** Serves what `describeRoutes` collected: /docs, /redoc and /openapi.json. */
export async function serveDocs(app: FastifyInstance): Promise<void> {
  await app.register(swaggerUi, { routePrefix: "/docs", uiHooks: { onRequest: allowInlineStyles } })
  app.get("/openapi.json", { schema: { hide: true } }, () => app.swagger())
  app.get("/redoc", { schema: { hide: true }, onRequest: allowInlineStyles }, (_request, reply) =>
    reply.type("text/html; charset=utf-8").send(referencePage(app.swagger())),
  )
}

const allowInlineStyles: onRequestHookHandler = (_request, reply, done) => {
  reply.header("content-security-policy", DOCS_POLICY)
  done()
}
