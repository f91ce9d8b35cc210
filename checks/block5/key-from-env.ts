import { defineCheck } from "../../src/engine/check.js"
import type { Context } from "../../src/engine/context.js"
import { token } from "../../src/engine/random.js"
import { lines, sh } from "../../src/engine/shell.js"
import { all, expect, skip, unobserved } from "../../src/engine/verdict.js"
import { facts } from "../library/command.js"
import { PORT_TAKEN, withOwnService } from "../library/dev-service.js"
import { drawDigit } from "../library/drawing.js"
import { envValueFunction } from "../library/env-file.js"

const newKey = ({ runSeed }: Context): string => token(runSeed, "new-key", 32)

export default defineCheck({
  id: "b5.key-from-env",
  title: "The key comes from the environment: another value, another key",
  host: "dev",
  points: 2,
  needs: ["b5.key-right"],
  probes: (context) => ({
    other: facts(
      "dev",
      lines(
        envValueFunction,
        withOwnService(
          context,
          { SECRET_API_KEY: newKey(context) },
          sh`
fact state "$state"
[ "$state" = ready ] || { fact log "$(tail -n 1 "$log")"; exit 0; }
ask() { printf 'header = "X-API-Key: %s"\n' "$1" | curl -s -o /dev/null -w '%{http_code}' --max-time 8 --disable --config - -H 'Content-Type: application/json' -d ${JSON.stringify({ pixels: drawDigit("7", "key") })} "http://127.0.0.1:$port/classify"; }
fact new "$(ask ${newKey(context)})"
env_value ${`${context.settings.devRepo}/.env`} SECRET_API_KEY
fact old "$(ask "$value")"`,
        ),
      ),
      { effects: "starts the service on dev a second time, with another key", timeoutMs: 40_000 },
    ),
  }),
  judge: ({ other }) => {
    if (other.get("state") === "busy") return skip(PORT_TAKEN)
    if (other.get("state") !== "ready")
      return unobserved(
        `A second start of the service on dev, with another key, did not come up: ${other.get("log") || "it printed nothing"}`,
      )
    return all(
      expect(other.get("new") === "200", {
        message: "A key given by the environment is not accepted.",
        expected: "HTTP 200",
        actual: `HTTP ${other.get("new")}`,
      }),
      expect(other.get("old") === "401", {
        message: "The old key still works though the environment has another one.",
        expected: "HTTP 401",
        actual: `HTTP ${other.get("old")}`,
      }),
    )
  },
  hint: "Read SECRET_API_KEY from the environment at start: a key that stands in the source cannot be changed on one host alone.",
})
