import type { Context } from "../../src/engine/context.js"
import type { Probe } from "../../src/engine/probe.js"
import { sh } from "../../src/engine/shell.js"
import { facts, type Facts } from "./command.js"

/**
 * The log of a run on a third machine, as it lies on the laptop: `lines`, `unpacked` packages (in English or German), `status` as the
 * last such line says, and the end of a failed one as `tail`.
 */
export function freshLog({ settings }: Context): Probe<Facts> {
  return facts(
    "laptop",
    sh`
cd "$HOME" && [ -f ${settings.freshLog} ] || exit 0
fact file yes
log=$(tr -d '\r' <${settings.freshLog})
fact lines "$(grep -c . <<<"$log")"
fact unpacked "$(grep -cE '^(Unpacking|Setting up|Entpacken von) |wird eingerichtet' <<<"$log")"
status=$(grep -oiE '(exit|end)[- ]?status:? *[0-9]+|exit code:? *[0-9]+' <<<"$log" | tail -n 1 | grep -oE '[0-9]+')
[ -n "$status" ] && fact status "$status"
[ "\${status:-0}" = 0 ] || tail -n 6 <<<"$log" | cut -c 1-200 | sed 's/^/tail=/'
exit 0`,
  )
}
