import { defineCheck } from "../../src/engine/check.js"
import { all, expect } from "../../src/engine/verdict.js"
import { serviceProcess } from "../library/service-process.js"

export default defineCheck({
  id: "b5.listening",
  title: "The service listens on all addresses of prod",
  host: "prod",
  needs: ["b5.active"],
  probes: (context) => ({ service: serviceProcess(context) }),
  judge: ({ service }, { settings: { prodPort } }) => {
    const addresses = service.all("listens")
    const open = addresses.some((address) => /^(0\.0\.0\.0|\*|\[::\]):/.test(address))
    return all(
      expect(addresses.length > 0, {
        message: `Nothing listens on port ${prodPort}.`,
        expected: `0.0.0.0:${prodPort}`,
        actual: "(nothing)",
      }),
      expect(service.has("ours") || service.all("listener").length === 0, {
        message: `Port ${prodPort} belongs to another process than the service.`,
        expected: "the service's own process",
        actual: service.all("listener").join("; "),
      }),
      expect(open, {
        message: "The service is bound to one address only: other machines cannot reach it.",
        expected: `0.0.0.0:${prodPort}`,
        actual: addresses.join(", "),
      }),
    )
  },
  hint: "Bind to 0.0.0.0 in the unit: 127.0.0.1 is prod itself and nobody else.",
})
