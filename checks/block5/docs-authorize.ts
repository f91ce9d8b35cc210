import { defineCheck } from "../../src/engine/check.js"
import { expect } from "../../src/engine/verdict.js"
import { devService } from "../library/dev-service.js"
import { expectJson } from "../library/http.js"
import { apiKeySchemes } from "../library/openapi.js"
import { openapiOnDev } from "../library/pixelwise.js"

export default defineCheck({
  id: "b5.docs-authorize",
  title: "The documentation page has an Authorize button for the key",
  host: "dev",
  optional: true,
  during: devService,
  needs: ["b5.openapi"],
  probes: (context) => ({ openapi: openapiOnDev(context) }),
  judge: ({ openapi }) =>
    expectJson("GET /openapi.json", openapi, 200, (document) =>
      expect(apiKeySchemes(document).length > 0, {
        message: "The specification has no security scheme for the key.",
        expected: "securitySchemes with an apiKey in the header X-API-Key",
        actual: "(none)",
      }),
    ),
  hint: "Declare a security scheme of type apiKey in the header X-API-Key among the components.",
})
