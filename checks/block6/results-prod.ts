import { defineCheck } from "../../src/engine/check.js"
import { expectJson, request } from "../library/http.js"
import { expectList } from "../library/results.js"

export default defineCheck({
  id: "b6.results-prod",
  title: "GET /results of prod answers dev with a list, without a key",
  host: "dev",
  needs: ["b6.url-effective", "b5.listening"],
  probes: ({ settings }) => ({
    results: request("dev", `http://${settings.prodAddress}:${settings.prodPort}/results`, { timeoutMs: 5000 }),
  }),
  judge: ({ results }) => expectJson("GET /results of prod, asked from dev,", results, 200, expectList),
  hint: "An error of the server here means DATABASE_URL, the table or its owner: `journalctl -u pixelwise -n 20` on prod.",
})
