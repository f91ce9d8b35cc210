import { defineCheck } from "../../src/engine/check.js"
import { expect } from "../../src/engine/verdict.js"
import { devService } from "../library/dev-service.js"
import { expectJson } from "../library/http.js"
import { apiKeySchemes, operationOf } from "../library/openapi.js"
import { openapiOnDev } from "../library/pixelwise.js"

export default defineCheck({
  id: "b5.docs-key",
  title: "The specification says that /classify takes the header X-API-Key",
  host: "dev",
  during: devService,
  needs: ["b5.openapi"],
  probes: (context) => ({ openapi: openapiOnDev(context) }),
  judge: ({ openapi }) =>
    expectJson("GET /openapi.json", openapi, 200, (document) => {
      const operation = operationOf(document, "post", "/classify")
      const schemes = apiKeySchemes(document)
      const declared =
        operation?.headers.includes("x-api-key") || operation?.security.some((name) => schemes.includes(name))
      return expect(declared === true, {
        message: "The specification does not mention the key of /classify.",
        expected: "a header parameter or security scheme X-API-Key on POST /classify",
        actual: "(none)",
      })
    }),
  hint: "Declare the header, or a security scheme of type apiKey, on the route; then the documentation page offers a field for it.",
})
