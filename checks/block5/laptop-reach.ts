import { defineCheck } from "../../src/engine/check.js"
import { expectStatus, request } from "../library/http.js"

export default defineCheck({
  id: "b5.laptop-reach",
  title: "The laptop reaches the service on prod",
  host: "laptop",
  optional: true,
  needs: ["b5.cross-machine"],
  probes: ({ settings }) => ({
    health: request("laptop", `http://${settings.prodAddress}:${settings.prodPort}/health`, { timeoutMs: 5000 }),
  }),
  judge: ({ health }) => expectStatus("GET /health of prod, asked from the laptop,", health, 200),
  hint: "The laptop needs an address in the host-only network: look at the network settings of the hypervisor.",
})
