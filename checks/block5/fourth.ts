import { defineCheck } from "../../src/engine/check.js"
import { expect, fail } from "../../src/engine/verdict.js"
import { devService } from "../library/dev-service.js"
import { expectJson } from "../library/http.js"
import { operationsOf } from "../library/openapi.js"
import { openapiOnDev } from "../library/pixelwise.js"

const CONTRACT = ["/health", "/results", "/classify"]

export default defineCheck({
  id: "b5.fourth",
  title: "A fourth endpoint is specified with its errors",
  host: "dev",
  optional: true,
  during: devService,
  needs: ["b5.openapi"],
  probes: (context) => ({ openapi: openapiOnDev(context) }),
  judge: ({ openapi }) =>
    expectJson("GET /openapi.json", openapi, 200, (document) => {
      const more = operationsOf(document).filter(({ path }) => !CONTRACT.includes(path))
      if (more.length === 0)
        return fail({
          message: "The specification has only the three endpoints of the contract.",
          expected: "a fourth endpoint",
          actual: CONTRACT.join(", "),
        })
      return expect(
        more.some(({ statuses }) => statuses.some((status) => /^[45]/.test(status))),
        {
          message: "The fourth endpoint documents no error.",
          expected: "a 4xx or 5xx among its responses",
          actual: more.map(({ method, path, statuses }) => `${method} ${path}: ${statuses.join(" ")}`).join("; "),
        },
      )
    }),
  hint: "Write the contract first: method, path, models, and each status it may answer; then declare it on the route.",
})
