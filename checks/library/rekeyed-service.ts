import type { Context } from "../../src/engine/context.js"
import type { Probe } from "../../src/engine/probe.js"
import { token } from "../../src/engine/random.js"
import { lines, sh } from "../../src/engine/shell.js"
import { skip, unobserved, type Verdict } from "../../src/engine/verdict.js"
import { facts, type Facts } from "./command.js"
import { PORT_TAKEN, withOwnService } from "./dev-service.js"
import { drawDigit } from "./drawing.js"
import { envValueFunction, maskFunction } from "./env-file.js"

/** A key made for this run: the student's own must never stand in a URL, not even in a check's. */
const throwaway = ({ runSeed }: Context): string => token(runSeed, "throwaway-key", 32)

/** Names under which a service might look for a key in the URL. */
const NAMES = ["X-API-Key", "x-api-key", "x_api_key", "api_key", "api-key", "apikey", "key", "SECRET_API_KEY", "token"]

/**
 * The service on dev, started a second time with another key in its environment: the status codes for that key (`new`), for the one of
 * .env (`old`), and for the new one in the URL instead of the header (`url`).
 */
export function rekeyedService(context: Context): Probe<Facts> {
  const body = JSON.stringify({ pixels: drawDigit("7", "key") })
  const query = NAMES.map((name) => `${name}=${throwaway(context)}`).join("&")
  return facts(
    "dev",
    lines(
      envValueFunction,
      maskFunction,
      withOwnService(
        context,
        { SECRET_API_KEY: throwaway(context) },
        sh`
fact state "$state"
[ "$state" = ready ] || { fact log "$(tail -n 1 "$log" | mask_env .env)"; exit 0; }
send() { curl -s -o /dev/null -w '%{http_code}' --max-time 8 -H 'Content-Type: application/json' -d ${body} "$@"; }
ask() { printf 'header = "X-API-Key: %s"\n' "$1" | send --config - "http://127.0.0.1:$port/classify"; }
fact new "$(ask ${throwaway(context)})"
env_value ${`${context.settings.devRepo}/.env`} SECRET_API_KEY
fact old "$(ask "$value")"
fact url "$(send "http://127.0.0.1:$port/classify?"${query})"`,
      ),
    ),
    { effects: "starts the service on dev a second time, with another key", timeoutMs: 40_000 },
  )
}

/** Judges further when that service came up. */
export function whileReady(service: Facts, then: () => Verdict): Verdict {
  if (service.get("state") === "ready") return then()
  if (service.get("state") === "busy") return skip(PORT_TAKEN)
  return unobserved(
    `A second start of the service on dev, with another key, did not come up: ${service.get("log") || "it printed nothing"}`,
  )
}
