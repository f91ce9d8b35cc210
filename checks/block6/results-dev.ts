import { defineCheck } from "../../src/engine/check.js"
import { devService, devUrl } from "../library/dev-service.js"
import { expectJson, request } from "../library/http.js"
import { expectList } from "../library/results.js"

export default defineCheck({
  id: "b6.results-dev",
  title: "GET /results on dev answers a list, without a key",
  host: "dev",
  during: devService,
  needs: ["b6.table-dev"],
  probes: (context) => ({ results: request("dev", devUrl(context, "/results")) }),
  judge: ({ results }) => expectJson("GET /results on dev", results, 200, expectList),
  hint: "An error of the server here means DATABASE_URL, the table or its owner: read what the service printed.",
})
