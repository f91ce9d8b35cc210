import type { Context } from "../../src/engine/context.js"
import { Unobserved, type Probe } from "../../src/engine/probe.js"
import { lines, sh } from "../../src/engine/shell.js"
import { facts } from "./command.js"
import { drawDigit } from "./drawing.js"
import { classifyRequest, clientAddress, keyedScript } from "./keyed-requests.js"
import { RATE_LIMIT } from "./pixelwise.js"

const BURST = 40
const SEPARATOR = "status"
const WINDOW_SECONDS = 61

/** Forty valid requests at once from one address, then /health from there and one request from another address. */
export function burst(context: Context): Probe<{ statuses: string[]; health: string; otherClient: string }> {
  const probe = facts(
    "dev",
    lines(
      sendFunction(context, "burst", "burst"),
      sendFunction(context, "other", "burst-other"),
      sh`
fact statuses "$(burst ${BURST})"
fact health "$(curl -s -o /dev/null -w '%{http_code}' --max-time 8 --interface ${clientAddress(context, "burst")} ${`http://127.0.0.1:${context.settings.devPort}/health`})"
fact other "$(other 1)"`,
    ),
    {
      effects: `sends ${BURST} requests to the service on dev, from a client address of the check's own`,
      beside: true,
      timeoutMs: 40_000,
    },
  )
  return {
    spec: probe.spec,
    read: (observation) => {
      const found = probe.read(observation)
      const statuses = found.get("statuses").trim().split(" ")
      if (statuses.length !== BURST)
        throw new Unobserved(`Only ${statuses.length} of ${BURST} requests were sent on dev.`)
      return { statuses, health: found.get("health"), otherClient: found.get("other").trim() }
    },
  }
}

/** A burst beyond the limit, two refused calls while the window lasts, and one when it is over. */
export function recovery(context: Context): Probe<{ limited: string; meanwhile: string; after: string }> {
  const probe = facts(
    "dev",
    lines(
      sendFunction(context, "send", "recovery"),
      sh`
started=$SECONDS
all=$(send ${RATE_LIMIT + 2})
fact limited "\${all##* }"
sleep 25; between=$(send 1)
sleep 20; between="$between $(send 1)"
fact meanwhile "$between"
sleep $((${WINDOW_SECONDS} - (SECONDS - started)))
fact after "$(send 1)"`,
    ),
    {
      effects: "waits until a rate window of the service on dev is over",
      beside: true,
      slowMs: WINDOW_SECONDS * 1000,
      timeoutMs: 90_000,
    },
  )
  return {
    spec: probe.spec,
    read: (observation) => {
      const found = probe.read(observation)
      return { limited: found.get("limited"), meanwhile: found.get("meanwhile"), after: found.get("after") }
    },
  }
}

/** Defines a shell function that sends N valid requests from the address of `purpose` and prints their status codes in one line. */
function sendFunction(context: Context, name: "burst" | "other" | "send", purpose: string): ReturnType<typeof sh> {
  const one = keyedScript(context, {
    client: clientAddress(context, purpose),
    separator: SEPARATOR,
    requests: [classifyRequest({ pixels: drawDigit("7", "burst") })],
    times: "$1",
  })
  return { shell: `${name}() {\n(\n${one.shell}\n) | sed -n 's/^${SEPARATOR} //p' | tr '\\n' ' ' | sed 's/ $//'\n}` }
}
