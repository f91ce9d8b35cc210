import { defineCheck } from "../../src/engine/check.js"
import { sh } from "../../src/engine/shell.js"
import { expect, pass, skip, unobserved } from "../../src/engine/verdict.js"
import { facts } from "../library/command.js"
import { PORT_TAKEN, withOwnService } from "../library/dev-service.js"
import { drawDigit } from "../library/drawing.js"

export default defineCheck({
  id: "b5.key-empty",
  title: "An empty key opens nothing, even where no key is set",
  host: "dev",
  points: 2,
  needs: ["b5.key-right"],
  probes: (context) => ({
    empty: facts(
      "dev",
      withOwnService(
        context,
        { SECRET_API_KEY: "" },
        sh`
fact state "$state"
[ "$state" = ready ] || exit 0
fact status "$(curl -s -o /dev/null -w '%{http_code}' --max-time 8 -H 'X-API-Key;' -H 'Content-Type: application/json' -d ${JSON.stringify({ pixels: drawDigit("7", "key") })} "http://127.0.0.1:$port/classify")"`,
      ),
      { effects: "starts the service on dev a second time, with an empty key", timeoutMs: 40_000 },
    ),
  }),
  judge: ({ empty }, { track }) => {
    switch (empty.get("state")) {
      case "busy":
        return skip(PORT_TAKEN)
      case "ended":
        return pass("It refuses to start without a key.")
      case "ready": {
        const refused = track === "python" ? ["401", "422"] : ["401"]
        return expect(refused.includes(empty.get("status")), {
          message: "With an empty SECRET_API_KEY, a request with an empty key is let in.",
          expected: "no start, or HTTP 401",
          actual: `HTTP ${empty.get("status")}`,
        })
      }
      default:
        return unobserved("A second start of the service on dev, without a key, neither answered nor ended.")
    }
  },
  hint: "Refuse to start when SECRET_API_KEY is missing or empty: otherwise empty equals empty and everybody is let in.",
})
