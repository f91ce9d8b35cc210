import { defineCheck } from "../../src/engine/check.js"
import { all, expect } from "../../src/engine/verdict.js"
import { devService } from "../library/dev-service.js"
import { recovery } from "../library/rate.js"

export default defineCheck({
  id: "b5.rate-recovers",
  title: "After a minute the limited client is served again",
  host: "dev",
  during: devService,
  needs: ["b5.rate-429"],
  probes: (context) => ({ recovery: recovery(context) }),
  judge: ({ recovery: { limited, meanwhile, after } }) =>
    all(
      expect(limited === "429", {
        message: "A burst was not limited.",
        expected: "HTTP 429",
        actual: `HTTP ${limited}`,
      }),
      expect(after === "200", {
        message: "A minute after the burst the client is still locked out.",
        expected: "HTTP 200 after 61 s",
        actual: `HTTP ${after} (refused calls in between: ${meanwhile})`,
        hint: "Refused calls must not prolong the window, and the window must end by itself.",
      }),
    ),
  hint: "Use a window of one minute that starts with the first request in it.",
})
