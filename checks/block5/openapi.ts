import { defineCheck } from "../../src/engine/check.js"
import { all, expect, fail } from "../../src/engine/verdict.js"
import { devService } from "../library/dev-service.js"
import { expectJson } from "../library/http.js"
import { operationOf } from "../library/openapi.js"
import { openapiOnDev } from "../library/pixelwise.js"

const ROUTES = [
  ["get", "/health"],
  ["get", "/results"],
  ["post", "/classify"],
] as const

export default defineCheck({
  id: "b5.openapi",
  title: "With DEBUG=true the specification lists the three routes with their models",
  host: "dev",
  during: devService,
  probes: (context) => ({ openapi: openapiOnDev(context) }),
  judge: ({ openapi }) =>
    expectJson("GET /openapi.json", openapi, 200, (document) =>
      all(
        ...ROUTES.map(([method, path]) => () => {
          const operation = operationOf(document, method, path)
          const what = `${method.toUpperCase()} ${path}`
          if (!operation)
            return fail({
              message: `The specification does not list ${what}.`,
              expected: what,
              actual: "(missing)",
            })
          return all(
            expect(operation.responseSchema, {
              message: `The specification has no response schema for ${what}.`,
              expected: "a schema of the answer",
              actual: "(none)",
            }),
            expect(method !== "post" || operation.requestSchema, {
              message: `The specification has no request schema for ${what}.`,
              expected: "a schema of the body",
              actual: "(none)",
            }),
          )
        }),
      ),
    ),
  hint: "Attach request and response models to the routes and set DEBUG=true in dev's .env.",
})
