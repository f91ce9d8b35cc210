import { defineCheck } from "../../src/engine/check.js"
import { all } from "../../src/engine/verdict.js"
import { devService, devUrl } from "../library/dev-service.js"
import { expectStatus, request } from "../library/http.js"

export default defineCheck({
  id: "b5.open-routes",
  title: "/health and /results need no key",
  host: "dev",
  during: devService,
  probes: (context) => ({
    health: request("dev", devUrl(context, "/health")),
    results: request("dev", devUrl(context, "/results")),
  }),
  judge: ({ health, results }) =>
    all(expectStatus("GET /health without a key", health, 200), () =>
      expectStatus("GET /results without a key", results, 200),
    ),
  hint: "Protect the route /classify alone: a monitor has no key.",
})
