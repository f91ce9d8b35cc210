import type { Context } from "../../src/engine/context.js"
import type { Probe } from "../../src/engine/probe.js"
import { lines, sh } from "../../src/engine/shell.js"
import { facts, type Facts } from "./command.js"
import { databaseAccess } from "./database-access.js"

const SESSIONS = `SELECT usename, coalesce(client_port, -1) FROM pg_stat_activity
  WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() AND application_name <> 'course'`
/** Three looks in one session of psql, whose start costs more than they do. */
const LOOKS = [SESSIONS, "SELECT pg_sleep(0.03)", SESSIONS, "SELECT pg_sleep(0.03)", SESSIONS].flatMap((each) => [
  "-c",
  each,
])

/**
 * Under which roles the processes of the service on prod are connected while they answer GET /results. A session over TCP is the
 * service's when its port is; of sessions over the Unix socket, those in the same database count.
 */
export function serviceConnections(context: Context): Probe<Facts> {
  const { prodPort, unit } = context.settings
  return facts(
    "prod",
    lines(
      databaseAccess(context, "prod"),
      sh`
if [ "$way" = none ]; then fact problem "\${problem:-no login}"; exit 0; fi
work=$(mktemp -d -p /dev/shm 2>/dev/null || mktemp -d)
trap 'rm -rf -- "$work"' EXIT
ask() { curl --disable -s --max-time 8 -o "$work/$1" -w '%{http_code}' ${`http://127.0.0.1:${prodPort}/results`} >"$work/$1.code"; }
ask first
for n in 1 2 3 4; do ask "$n" & done
seen=
for attempt in 1 2 3; do seen+=$'\n'$(sql ${LOOKS}); done
wait
pids=$(cat ${`/sys/fs/cgroup/system.slice/${unit}.service/cgroup.procs`} 2>/dev/null || systemctl show ${`${unit}.service`} -p MainPID --value)
ports=
for pid in $pids; do ports+=" $(ss -Htnp 2>/dev/null | grep -F "pid=$pid," | awk '{ print $4 }' | sed 's/.*://' | tr '\n' ' ')"; done
while IFS='|' read -r user port; do
  case " $ports " in *" $port "*) fact session "$user" ;; *) [ "$port" = -1 ] && fact session "$user" ;; esac
done < <(sort -u <<<"$seen" | grep .)
fact answer "$(cat "$work/first.code") $(tr -d '\r\n' <"$work/first" 2>/dev/null | head -c 300)"
exit 0`,
    ),
    { timeoutMs: 30_000 },
  )
}
