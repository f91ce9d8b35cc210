import type { Settings } from "../../engine/context.js"
import { lines, sh, type ShellText } from "../../engine/shell.js"
import { database_, type Place } from "./back-up.js"
import { DERIVED, factFunction, git, gitSsh, moveFunction, strict, workLock } from "./common.js"

/**
 * Gives the remote back what it had, ref by ref, as long as nobody has changed it since; a main that was not there stays, because a Git
 * host keeps its default branch. Prints `left` for each ref that stays. As the login account, on dev, before its tree goes back.
 */
export function undoRemoteScript({ folder, backup, repo }: Place): ShellText {
  return lines(
    strict,
    workLock(folder),
    factFunction,
    git,
    sh`
cd ${backup}
if [ ! -e remote.after ] || [ -e remote.undone ]; then exit 0; fi
if ! git -C ${repo} rev-parse -q --verify HEAD >/dev/null 2>&1; then
  # Without a repository there is nothing to push from.
  while read -r ref; do fact left "$ref"; done < <(cut -d' ' -f1 remote.after | sort -u)
  exit 0
fi
cd ${repo}`,
    gitSsh(),
    sh`
kept=${backup}
there=$(git ls-remote origin 'refs/heads/*' 'refs/tags/*')
words=()
while read -r ref; do
  now=$(awk -v ref="$ref" '$2 == ref {print $1}' <<<"$there")
  old=$(awk -v ref="$ref" '$2 == ref {print $1}' "$kept/remote.before")
  if [ "$now" = "$old" ]; then continue; fi
  if ! grep -qxF -- "$ref $now" "$kept/remote.after" || { [ "$ref" = refs/heads/main ] && [ -z "$old" ]; }; then fact left "$ref"; continue; fi
  words+=("--force-with-lease=$ref:$now" "$old:$ref")
done < <(cut -d' ' -f1 "$kept/remote.after" | sort -u)
if [ \${#words[@]} -gt 0 ]; then git push -q --atomic origin "\${words[@]}"; fi
: >"$kept/remote.undone"`,
  )
}

/**
 * Puts tree, `.env`, role, database, unit and state of the service back. What stands there now is moved to `after`, so that work done
 * since is not lost. Cut at any moment, it goes on where it stopped. As root.
 */
export function undoHostScript({ folder, backup, repo, user, group }: Place, settings: Settings): ShellText {
  const service = `${settings.unit}.service`
  return lines(
    strict,
    workLock(folder),
    moveFunction,
    database_,
    sh`
cd ${backup}
if [ ! -e begun ]; then exit 0; fi
[ -e complete ] || trouble 'The backup is not complete.'
: >undoing
systemctl stop ${service} 2>/dev/null || true
mkdir -p after/tree
# Folders of dependencies that the catch-up never moved, or that are back already.
untouched() { grep -qxF -- "$1" derived.before 2>/dev/null && [ ! -e "derived/$1" ]; }
entries() { find ${repo} -mindepth 1 -maxdepth 1 -print0 2>/dev/null; }
if [ ! -e undo-parked ]; then
  while IFS= read -r -d '' path; do
    name=\${path##*/}
    untouched "$name" || move "$path" "after/tree/$name"
  done < <(entries)
  : >undo-parked
fi`,
    restoreTree(repo),
    restoreDatabase(settings),
    sh`
rm -f -- ${`/etc/systemd/system/${service}`} /etc/systemd/system/*.wants/${service}
while IFS= read -r -d '' file; do
  mkdir -p -- "/\${file%/*}"
  cp -a -- "unit/$file" "/$file"
done < <(cd unit && find . \( -type f -o -type l \) -print0)
systemctl daemon-reload
systemctl reset-failed ${service} 2>/dev/null || true
if [ "$(cat before/active 2>/dev/null)" = active ]; then systemctl start ${service}; fi
sync -f .
: >undone
rm -rf -- tree derived unit env role.sql database.dump
rmdir after/tree 2>/dev/null || true
rmdir after 2>/dev/null || true
if [ -d after ]; then chown -- ${`${user}:${group}`} after; fi
chown -- ${`${user}:${group}`} undone undoing`,
  )
}

function restoreTree(repo: string): ShellText {
  return sh`
if [ ! -e undo-tree ]; then
  if [ -e before/repository ]; then
    mkdir -p -- ${repo}
    while IFS= read -r -d '' path; do untouched "\${path##*/}" || rm -rf -- "$path"; done < <(entries)
    tar --create --format=posix --acls --xattrs --numeric-owner -C tree . |
      tar --extract --acls --xattrs --numeric-owner --same-owner --same-permissions -C ${repo}
    for name in ${DERIVED}; do move "derived/$name" ${repo}/"$name"; done
    if [ -L ${repo}/.env ] && [ -e env ] && ! cmp -s env ${repo}/.env; then cat env >${repo}/.env; fi
    touch -r tree -- ${repo}
  elif [ -d ${repo} ]; then
    rmdir -- ${repo}
  fi
  : >undo-tree
fi`
}

function restoreDatabase({ database, databaseRole }: Settings): ShellText {
  return sh`
exists() { [ -n "$(ask -d postgres -c "SELECT 1 FROM $1 WHERE $2 = '$3'")" ]; }
keep_database() { if [ ! -e after/database.dump ]; then as_postgres pg_dump --format=custom --create ${database} >after/database.part; mv after/database.part after/database.dump; fi; }
if has_postgres; then
  if ! ask -d postgres -c 'SELECT 1' >/dev/null 2>&1; then systemctl start postgresql; wait_for_postgres; fi
  if [ -e role.sql ]; then
    exists pg_roles rolname ${databaseRole} || grep '^CREATE' role.sql | ask -d postgres
    grep '^ALTER' role.sql | ask -d postgres
  fi
  if exists pg_database datname ${database}; then
    if [ ! -e database.dump ] || [ "$(sum_of ${database})" != "$(cat database.sum)" ]; then
      keep_database
      ask -d postgres -c ${`DROP DATABASE ${database} WITH (FORCE)`}
    fi
  fi
  if [ -e database.dump ] && ! exists pg_database datname ${database}; then
    as_postgres pg_restore --create --exit-on-error -d postgres <database.dump
  fi
  if [ ! -e role.sql ] && exists pg_roles rolname ${databaseRole}; then ask -d postgres -c ${`DROP ROLE ${databaseRole}`}; fi
  if [ -e before/postgres-stopped ]; then systemctl stop postgresql; fi
fi`
}
