import type { Context } from "../../src/engine/context.js"
import type { Probe } from "../../src/engine/probe.js"
import { token } from "../../src/engine/random.js"
import { lines, sh } from "../../src/engine/shell.js"
import { facts, type Facts } from "./command.js"
import { drawDigit } from "./drawing.js"
import { RATE_LIMIT } from "./pixelwise.js"
import { rowRequests } from "./row-requests.js"

const BEYOND = 4

/**
 * Requests that must be refused on dev, and how many rows came with each kind: `refused=NAME|STATUS...|ROWS`. The last kind is a burst
 * beyond the rate limit, whose first requests are answered.
 */
export function refusedRequests(context: Context): Probe<Facts> {
  const pixels = drawDigit("6", token(context.runSeed, "refused"))
  const good = JSON.stringify({ pixels })
  const wrongKey = token(context.runSeed, "wrong-key", 24)
  return facts(
    "dev",
    lines(
      rowRequests(context, "dev", "refused"),
      sh`
begin() { from=$(last) had=$(count) codes=; }
finish_kind() { mark "$from"; fact refused "$1|\${codes# }|$(($(count) - had))"; }
begin
kept=$key
key=${wrongKey}; send ${good}; codes="$codes $code"
finish_kind 'A wrong key'
begin
printf '%s' ${good} >"$work/body"
code=$(curl --disable -s --interface "$client" --max-time 10 -H 'Content-Type: application/json' --data-binary @"$work/body" -o /dev/null -w '%{http_code}' "$base/classify")
codes="$codes $code"
finish_kind 'A missing key'
key=$kept
begin
send '{}'; codes="$codes $code"
send ${JSON.stringify({ pixels: pixels.slice(1) })}; codes="$codes $code"
send ${JSON.stringify({ pixels: pixels.map((row) => row.map(() => 256)) })}; codes="$codes $code"
send '{"pixels": [['; codes="$codes $code"
finish_kind 'A body against the contract'
begin
for ((n = 0; n < ${RATE_LIMIT + BEYOND}; n++)); do send ${good}; codes="$codes $code"; done
finish_kind 'A request beyond the rate limit'
exit 0`,
    ),
    {
      effects: "sends requests that dev has to refuse, and removes the rows of those it answers",
      undisturbed: true,
      timeoutMs: 60_000,
    },
  )
}
