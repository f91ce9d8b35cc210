import { defineCheck } from "../../src/engine/check.js"
import type { Context } from "../../src/engine/context.js"
import { token } from "../../src/engine/random.js"
import { sh } from "../../src/engine/shell.js"
import { expect, skip, unobserved } from "../../src/engine/verdict.js"
import { facts } from "../library/command.js"
import { PORT_TAKEN, withOwnService } from "../library/dev-service.js"
import { drawDigit } from "../library/drawing.js"

/** A key made for this run: the student's own must never stand in a URL, not even in a check's. */
const throwaway = ({ runSeed }: Context): string => token(runSeed, "url-key", 32)

const NAMES = ["X-API-Key", "x-api-key", "x_api_key", "api_key", "api-key", "apikey", "key", "SECRET_API_KEY", "token"]

export default defineCheck({
  id: "b5.key-not-in-url",
  title: "A key in the URL is not accepted",
  host: "dev",
  needs: ["b5.key-right"],
  probes: (context) => ({
    query: facts(
      "dev",
      withOwnService(
        context,
        { SECRET_API_KEY: throwaway(context) },
        sh`
fact state "$state"
[ "$state" = ready ] || exit 0
fact status "$(curl -s -o /dev/null -w '%{http_code}' --max-time 8 -H 'Content-Type: application/json' -d ${JSON.stringify({ pixels: drawDigit("7", "key") })} "http://127.0.0.1:$port/classify?"${NAMES.map((name) => `${name}=${throwaway(context)}`).join("&")})"`,
      ),
      { effects: "starts the service on dev a second time, with a key made for the check", timeoutMs: 40_000 },
    ),
  }),
  judge: ({ query }, { track }) => {
    if (query.get("state") === "busy") return skip(PORT_TAKEN)
    if (query.get("state") !== "ready") return unobserved("A second start of the service on dev did not come up.")
    return expect(query.get("status") === "401" || (track === "python" && query.get("status") === "422"), {
      message: "A key that stands in the URL is accepted.",
      expected: "HTTP 401",
      actual: `HTTP ${query.get("status")}`,
    })
  },
  hint: "Read the key from the header X-API-Key only: URLs end up in access logs and browser histories.",
})
