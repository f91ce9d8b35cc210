import { defineCheck } from "../../src/engine/check.js"
import { all, expectEqual } from "../../src/engine/verdict.js"
import { expectJson, request } from "../library/http.js"

export default defineCheck({
  id: "b5.cross-machine",
  title: "dev reaches the service on prod",
  host: "dev",
  points: 2,
  needs: ["b5.active", "b5.listening"],
  probes: ({ settings }) => ({
    health: request("dev", `http://${settings.prodAddress}:${settings.prodPort}/health`, { timeoutMs: 5000 }),
  }),
  judge: ({ health }) =>
    expectJson("GET /health of prod, asked from dev,", health, 200, (body) =>
      all(
        expectEqual("status", body.status as string, "ok"),
        expectEqual("model_version", body.model_version as string, "v1"),
      ),
    ),
  hint: "No answer in time: a firewall or the network between the two. Refused: nothing listens there. Ask the same address with `curl -i` on dev.",
})
