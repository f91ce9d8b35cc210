import { defineCheck } from "../../src/engine/check.js"
import { all, expect } from "../../src/engine/verdict.js"
import { rekeyedService, whileReady } from "../library/rekeyed-service.js"

export default defineCheck({
  id: "b5.key-from-env",
  title: "The key comes from the environment: another value, another key",
  host: "dev",
  points: 2,
  needs: ["b5.key-right"],
  probes: (context) => ({ service: rekeyedService(context) }),
  judge: ({ service }) =>
    whileReady(service, () =>
      all(
        expect(service.get("new") === "200", {
          message: "A key given by the environment is not accepted.",
          expected: "HTTP 200",
          actual: `HTTP ${service.get("new")}`,
        }),
        expect(service.get("old") === "401", {
          message: "The old key still works though the environment has another one.",
          expected: "HTTP 401",
          actual: `HTTP ${service.get("old")}`,
        }),
      ),
    ),
  hint: "Read SECRET_API_KEY from the environment at start: a key that stands in the source cannot be changed on one host alone.",
})
