import { defineCheck } from "../../src/engine/check.js"
import { all, expect } from "../../src/engine/verdict.js"
import { devService } from "../library/dev-service.js"
import { burst } from "../library/rate.js"
import { RATE_LIMIT } from "../library/pixelwise.js"

export default defineCheck({
  id: "b5.rate-429",
  title: "The 31st valid request within a minute is answered 429",
  host: "dev",
  points: 2,
  during: devService,
  needs: ["b5.classify-ok"],
  probes: (context) => ({ burst: burst(context) }),
  judge: ({ burst: { statuses, otherClient } }) => {
    const first = statuses.findIndex((status) => status !== "200")
    const runs = statuses
      .join(" ")
      .replaceAll(/(\d{3})(?: \1)*/g, (run, status: string) => `${run.split(" ").length}x ${status}`)
    return all(
      expect(statuses.includes("429"), {
        message: "There is no limit: all requests of a burst are answered.",
        expected: `${RATE_LIMIT}x 200, then 429`,
        actual: runs,
        hint: "Attach the limiter to the route; on the Python track the decorator belongs below the route's own.",
      }),
      expect(otherClient === "200", {
        message: "One client's burst locks out another client.",
        expected: "HTTP 200 for another address",
        actual: `HTTP ${otherClient}`,
        hint: "Count per client address, not for all together.",
      }),
      expect(first === RATE_LIMIT && statuses.slice(first).every((status) => status === "429"), {
        message: `The limit does not fall after ${RATE_LIMIT} requests.`,
        expected: `${RATE_LIMIT}x 200, then 429`,
        actual: runs,
      }),
    )
  },
  hint: "Limit POST /classify to 30 requests a minute and client address.",
})
