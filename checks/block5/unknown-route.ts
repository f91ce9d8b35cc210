import { defineCheck } from "../../src/engine/check.js"
import { token } from "../../src/engine/random.js"
import { all } from "../../src/engine/verdict.js"
import { devService, devUrl } from "../library/dev-service.js"
import { expectStatus, request } from "../library/http.js"

export default defineCheck({
  id: "b5.unknown-route",
  title: "An unknown path is answered 404, a wrong method 405 or 404",
  host: "dev",
  during: devService,
  probes: (context) => ({
    unknown: request("dev", devUrl(context, `/${token(context.runSeed, "route")}`)),
    wrongMethod: request("dev", devUrl(context, "/health"), { method: "DELETE" }),
  }),
  judge: ({ unknown, wrongMethod }) =>
    all(expectStatus("An unknown path", unknown, 404), () => expectStatus("DELETE /health", wrongMethod, [404, 405])),
  hint: "Declare only the routes of the contract: a catch-all route hides typing errors from whoever calls.",
})
