import type { Context } from "../../src/engine/context.js"
import type { Probe } from "../../src/engine/probe.js"
import { lines, sh, type ShellText } from "../../src/engine/shell.js"
import { facts, type Facts } from "./command.js"
import { databaseAccess } from "./database-access.js"
import { TABLE } from "./database-role.js"
import { keptRows } from "./kept-rows.js"

/**
 * Defines `as_student COMMAND...`: runs it under the account of the clone, with a `sudo` on its PATH that needs no password and changes
 * nothing on the host: the command gets the two capabilities with which that `sudo` changes the account. Each use of `sudo` is noted in
 * `$work/sudo` (account and program, never arguments), and whether the database's password was among the arguments in `$work/seen`.
 */
export const studentsSudo: ShellText = sh`
mkdir -p "$work/bin"
printf '%s' "$own_password" >"$work/password"
cat >"$work/bin/sudo" <<'SUDO'
#!/bin/bash
work=$(dirname "$(dirname "$0")")
user=root
login=
while [ $# -gt 0 ]; do
  case $1 in
    -u|--user) user=$2; shift 2 ;;
    --user=*) user=\${1#*=}; shift ;;
    -u?*) user=\${1#-u}; shift ;;
    -g|-p|-C|-h|-r|-t|-D|-R|-T) shift 2 ;;
    -iu|-Hu|-nu|-Hiu|-Su|-Eu) case $1 in *i*) login=yes ;; esac; user=$2; shift 2 ;;
    -i|-s|--login|--shell) login=yes; shift ;;
    -v|-k|-K|-l|--validate) exit 0 ;;
    --) shift; break ;;
    -*) shift ;;
    *=*) export "$1"; shift ;;
    *) break ;;
  esac
done
secret=$(cat "$work/password")
for word in "$@"; do case $word in *"$secret"*) [ "\${#secret}" -ge 6 ] && : >>"$work/seen" ;; esac; done
echo "$user \${1##*/}" >>"$work/sudo"
[ $# -gt 0 ] || set -- bash
[ -z "$login" ] || cd "$(getent passwd "$user" | cut -d: -f6)"
export HOME=$(getent passwd "$user" | cut -d: -f6) USER=$user LOGNAME=$user SUDO_USER=\${SUDO_USER:-$(id -un)}
exec setpriv --reuid="$user" --regid="$(id -g "$user")" --init-groups --inh-caps=-all --ambient-caps=-all -- "$@"
SUDO
chmod 711 "$work"
chmod 755 "$work/bin" "$work/bin/sudo"
: >"$work/sudo"
chmod 666 "$work/sudo"
student=$(stat -c %U "$repo")
chown "$student" "$work/password" && chmod 600 "$work/password"
as_student() {
  local home
  home=$(getent passwd "$student" | cut -d: -f6)
  env -i HOME="$home" USER="$student" LOGNAME="$student" SHELL=/bin/bash LANG=C.UTF-8 PATH="$work/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" \
    setpriv --reuid="$student" --regid="$(id -g "$student")" --init-groups --inh-caps=+setuid,+setgid --ambient-caps=+setuid,+setgid -- \
    bash -c '[ -s "$HOME/.nvm/nvm.sh" ] && . "$HOME/.nvm/nvm.sh" >/dev/null; PATH='"$work/bin"':$PATH; cd "$1" && shift && exec "$@"' - "$@"
}
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
