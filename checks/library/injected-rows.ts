import type { Context } from "../../src/engine/context.js"
import type { Probe } from "../../src/engine/probe.js"
import { token } from "../../src/engine/random.js"
import { lines, sh } from "../../src/engine/shell.js"
import { facts, type Facts } from "./command.js"
import { drawDigit } from "./drawing.js"
import { rowRequests } from "./row-requests.js"

/**
 * Harmless where it is run: it ends the quoted text, joins a product and opens the quotes again. Where it stands in a row as it was
 * sent, it was a parameter; where the product stands there, it was part of the statement.
 */
const PAYLOAD = `x'||(10007*10009)||'`
/** What the payload becomes when a database runs it. */
export const EVALUATED = String(10007 * 10009)
/** Ends the text and nothing else: part of a statement, this is a syntax error. */
const QUOTE = `it's`

const NAMES = [
  "prediction",
  "confidence",
  "model_version",
  "created_at",
  "client_ip",
  "label",
  "note",
  "name",
  "table",
  "query",
]

/** Requests with SQL in every place that a service might take a value from: `sent=PLACE STATUS`, the new rows, and how many got lost. */
export function injectedRequests(context: Context): Probe<Facts> {
  const pixels = drawDigit("2", token(context.runSeed, "injected"))
  const body = (text: string): string =>
    JSON.stringify({ ...Object.fromEntries(NAMES.map((name) => [name, text])), pixels })
  const inQuery = NAMES.concat("limit", "offset", "order", "sort", "q", "id")
    .map((name) => `${name}=${encodeURIComponent(PAYLOAD).replaceAll("'", "%27")}`)
    .join("&")
  return facts(
    "dev",
    lines(
      rowRequests(context, "dev", "injected"),
      sh`
had=$(count) answered=0
sent() { fact sent "$1 $code"; if [ "$code" = 200 ]; then answered=$((answered + 1)); fi; }
send ${body(PAYLOAD)}; sent body
send ${body(QUOTE)}; sent body
send ${JSON.stringify({ pixels })} -A ${PAYLOAD} -e ${PAYLOAD} -H ${`X-Forwarded-For: ${PAYLOAD}`} -H ${`X-Request-ID: ${PAYLOAD}`}; sent headers
fetch ${`/results?${inQuery}`}; fact sent "query $code"
rows_after "$before" | sed 's/^/row=/'
now=$(count)
fact lost $((had + answered > now && now < had ? had - now : 0))
answer=; mark "$before"
exit 0`,
    ),
    {
      effects: "sends drawings with SQL around them to the service on dev, and removes their rows again",
      undisturbed: true,
      timeoutMs: 60_000,
    },
  )
}
