import { defineCheck } from "../../src/engine/check.js"
import { all, expectEqual } from "../../src/engine/verdict.js"
import { devService, devUrl } from "../library/dev-service.js"
import { expectJson, request } from "../library/http.js"

export default defineCheck({
  id: "b5.health",
  title: "GET /health says ok and names the model",
  host: "dev",
  during: devService,
  probes: (context) => ({ health: request("dev", devUrl(context, "/health")) }),
  judge: ({ health }) =>
    expectJson("GET /health", health, 200, (body) =>
      all(
        expectEqual("status", body.status as string, "ok"),
        expectEqual("model_version", body.model_version as string, "v1"),
      ),
    ),
  hint: 'Answer {"status": "ok", "model_version": "v1"}: monitors compare these words literally.',
})
