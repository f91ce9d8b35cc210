import { defineCheck } from "../../src/engine/check.js"
import { expect } from "../../src/engine/verdict.js"
import { devService } from "../library/dev-service.js"
import { burst } from "../library/rate.js"

export default defineCheck({
  id: "b5.rate-scope",
  title: "/health answers while /classify is limited",
  host: "dev",
  during: devService,
  needs: ["b5.rate-429"],
  probes: (context) => ({ burst: burst(context) }),
  judge: ({ burst: { health } }) =>
    expect(health === "200", {
      message: "The limit on /classify also shuts /health.",
      expected: "HTTP 200",
      actual: `HTTP ${health}`,
    }),
  hint: "Limit the route /classify, not the whole application: a health check must not fail because of load.",
})
