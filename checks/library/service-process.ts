import type { Context } from "../../src/engine/context.js"
import type { Probe } from "../../src/engine/probe.js"
import { lines, sh } from "../../src/engine/shell.js"
import { facts, type Facts } from "./command.js"
import { envValueFunction, maskFunction } from "./env-file.js"

/** A service that lives shorter than this is looked at a second time: it may be caught in a crash loop. */
const SETTLED_SECONDS = 6

/**
 * What runs on prod: the state of the unit (once it is settled), its main process and owner, who listens on the port, and the last
 * lines of the journal when it does not run.
 */
export function serviceProcess({ settings }: Context): Probe<Facts> {
  return facts(
    "prod",
    lines(
      envValueFunction,
      maskFunction,
      sh`
look() {
  local name val
  while IFS='=' read -r name val; do printf -v "unit_$name" '%s' "$val"; done < <(systemctl show ${`${settings.unit}.service`} -p LoadState,ActiveState,SubState,Result,MainPID,NRestarts,ActiveEnterTimestampMonotonic,ExecMainStatus)
}
look
read -r up _ </proc/uptime
up=\${up%.*}
since=$((up - unit_ActiveEnterTimestampMonotonic / 1000000))
fact restartsbefore "$unit_NRestarts"
if [ "$unit_ActiveState" = activating ] || { [ "$unit_ActiveState" = active ] && [ $since -lt ${SETTLED_SECONDS} ]; }; then
  sleep $((since < 0 || since > ${SETTLED_SECONDS} ? ${SETTLED_SECONDS} : ${SETTLED_SECONDS} - since))
  look
fi
fact load "$unit_LoadState"
fact active "$unit_ActiveState"
fact sub "$unit_SubState"
fact result "$unit_Result"
fact exitstatus "$unit_ExecMainStatus"
fact restarts "$unit_NRestarts"
fact pid "$unit_MainPID"
if [ "$unit_MainPID" -gt 0 ] && [ -d "/proc/$unit_MainPID" ]; then fact owner "$(stat -c %U "/proc/$unit_MainPID")"; fi
listeners=$(ss -Hltnp ${`sport = :${settings.prodPort}`} 2>/dev/null)
while read -r _ _ _ address _ process; do
  [ -n "$address" ] || continue
  fact listens "$address"
  pid=\${process#*pid=}; pid=\${pid%%,*}
  case $pid in ''|*[!0-9]*) continue ;; esac
  fact listener "$pid $(stat -c %U "/proc/$pid" 2>/dev/null) $(tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | cut -c 1-120)"
  grep -qF ${`/${settings.unit}.service`} "/proc/$pid/cgroup" 2>/dev/null && fact ours yes
done <<<"$listeners"
if [ "$unit_ActiveState" != active ]; then
  journalctl -q --no-pager -o cat -u ${settings.unit} -n 5 2>/dev/null | mask_env ${`${settings.prodRepo}/.env`} | cut -c 1-200 | sed 's/^/log=/'
fi
exit 0`,
    ),
    { timeoutMs: 20_000 },
  )
}
