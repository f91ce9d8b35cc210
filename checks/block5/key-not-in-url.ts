import { defineCheck } from "../../src/engine/check.js"
import { expect } from "../../src/engine/verdict.js"
import { rekeyedService, whileReady } from "../library/rekeyed-service.js"

export default defineCheck({
  id: "b5.key-not-in-url",
  title: "A key in the URL is not accepted",
  host: "dev",
  needs: ["b5.key-right"],
  probes: (context) => ({ service: rekeyedService(context) }),
  judge: ({ service }, { track }) =>
    whileReady(service, () =>
      expect(service.get("url") === "401" || (track === "python" && service.get("url") === "422"), {
        message: "A key that stands in the URL is accepted.",
        expected: "HTTP 401",
        actual: `HTTP ${service.get("url")}`,
      }),
    ),
  hint: "Read the key from the header X-API-Key only: URLs end up in access logs and browser histories.",
})
