import type { Context } from "../../src/engine/context.js"
import type { Probe } from "../../src/engine/probe.js"
import { token } from "../../src/engine/random.js"
import { lines, sh } from "../../src/engine/shell.js"
import { facts, type Facts } from "./command.js"
import { drawDigit } from "./drawing.js"
import { rowRequests } from "./row-requests.js"

/** Talks to the service on dev before, while and after its PostgreSQL is stopped; it is started again whatever happens. */
export function whileDatabaseDown(context: Context): Probe<Facts> {
  const body = JSON.stringify({ pixels: drawDigit("5", token(context.runSeed, "down")) })
  return facts(
    "dev",
    lines(
      rowRequests(context, "dev", "down"),
      sh`
units=$(systemctl list-units --no-legend --plain --state=active 'postgresql@*.service' | awk '{ print $1 }')
[ -n "$units" ] || units=$(systemctl list-units --no-legend --plain --state=active 'postgresql*.service' | awk '{ print $1 }')
[ -n "$units" ] || { fact problem 'no unit of it is active'; exit 0; }
up() {
  systemctl start $units
  local attempt
  for attempt in $(seq 60); do sql -c 'SELECT 1' >/dev/null 2>&1 && return 0; sleep 0.5; done
  return 1
}
trap 'up; forget; rm -rf -- "$work"' EXIT
send ${body}; fact before "$code"
mark "$before"
systemctl stop $units || { fact problem 'systemctl stop failed'; exit 0; }
sql -c 'SELECT 1' >/dev/null 2>&1 && { fact problem 'it still answers'; exit 0; }
sleep 1
send ${body} -w '%{http_code} %{content_type}'; fact down "\${code:-000}"
sleep 1
fetch /health; [ "$code" != 000 ] && fact alive yes
up && fact back yes
for attempt in $(seq 20); do send ${body}; [ "$code" = 200 ] && break; sleep 1; done
fact after "$code"
answer=; mark "$before"
exit 0`,
    ),
    {
      as: "root",
      effects: "stops PostgreSQL on dev for some seconds and starts it again",
      undisturbed: true,
      slowMs: 20_000,
      timeoutMs: 120_000,
    },
  )
}
