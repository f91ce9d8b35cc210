import type { Context } from "../../src/engine/context.js"
import type { Probe } from "../../src/engine/probe.js"
import { lines, sh, type ShellText } from "../../src/engine/shell.js"
import { facts, type Facts } from "./command.js"
import { databaseAccess } from "./database-access.js"
import { TABLE } from "./database-role.js"
import { keptRows } from "./kept-rows.js"
import { studentsSudo } from "./students-sudo.js"

/** Defines `watch_lines`, which notes a password on a command line while `$work/watch` is there, and `roles`, which counts role and database. */
const watching: ShellText = sh`
# Looks for the password on every command line while something runs.
watch_lines() {
  [ "\${#own_password}" -ge 6 ] || return 0
  while [ -e "$work/watch" ]; do
    grep -qsaF -f "$work/password" /proc/[0-9]*/cmdline && : >>"$work/seen"
    sleep 0.05
  done
}
roles() { runuser -u postgres -- psql -X -q -At -p "\${db_port:-5432}" -d postgres -c "SELECT (SELECT count(*) FROM pg_roles WHERE rolname = '$role') || ' role, ' || (SELECT count(*) FROM pg_database WHERE datname = '$database') || ' database'"; }`

/**
 * Runs setup-server.sh twice on dev, first from a folder that is not the repository, then from the repository: exit statuses, what it
 * did with `sudo`, roles, databases and rows before and after, and whether the password was to be seen on a command line.
 */
export function setupRuns(context: Context): Probe<Facts> {
  return facts(
    "dev",
    lines(
      databaseAccess(context, "dev"),
      sh`
[ -f "$repo/setup-server.sh" ] || { fact missing yes; exit 0; }
work=$(mktemp -d -p /dev/shm) || exit 1
trap 'rm -f "$work/watch"; give_back; rm -rf -- "$work"' EXIT`,
      keptRows,
      studentsSudo,
      watching,
      sh`
grep -qs . "$work/bin/sudo" && "$work/bin/sudo" true 2>/dev/null || { fact problem "programs in $work cannot be run"; exit 0; }
: >"$work/sudo"
keep_rows
fact before "$(roles)"
: >"$work/watch"
watch_lines &
run() {
  local log=$work/log.$1 status
  : >"$work/sudo"
  as_student "$2" timeout 280 bash "$repo/setup-server.sh" </dev/null >"$log" 2>&1
  status=$?
  fact "$1" "$status"
  [ "$status" = 0 ] || tail -n 6 "$log" | grep -vF -f "$work/password" | sed "s/^/log$1=/"
  sed "s/^/did$1=/" "$work/sudo"
}
mkdir "$work/elsewhere"
chown "$student" "$work/elsewhere"
run elsewhere "$work/elsewhere"
find "$work/elsewhere" -mindepth 1 -maxdepth 1 -printf 'left=%f\n'
run again "$repo"
rm -f "$work/watch"
wait
fact after "$(roles)"
fact rows "$(grep -c . <<<"$kept_ids")"
fact login "$(sql -c ${`SELECT count(*) FROM ${TABLE}`} 2>&1 | tail -n 1)"
give_back
fact lost "\${lost:-0}"
[ -e "$work/seen" ] && fact seen yes
exit 0`,
    ),
    {
      as: "root",
      effects: "runs setup-server.sh twice on dev",
      undisturbed: true,
      slowMs: 60_000,
      timeoutMs: 600_000,
    },
  )
}
