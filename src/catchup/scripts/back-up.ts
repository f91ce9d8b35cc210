import type { Settings } from "../../engine/context.js"
import { lines, sh, type ShellText } from "../../engine/shell.js"
import { DERIVED, strict, workLock } from "./common.js"

export interface Place {
  /** Folder of all catch-ups on the host, and of this one. */
  folder: string
  backup: string
  repo: string
  /** The account that course logs in with, and its group. */
  user: string
  group: string
}

/** Makes the folder of a catch-up and leaves in it, as standard input brings it, what the catch-up is. As the login account. */
export function openScript({ folder, backup }: Place): ShellText {
  return lines(
    strict,
    workLock(folder),
    sh`
mkdir -p -m 700 -- ${backup}
cat >${`${backup}/manifest.json.new`}
# One that goes on tells what was there before it began, not what is there now.
if [ -e ${`${backup}/begun`} ]; then rm -f -- ${`${backup}/manifest.json.new`}; else mv -f -- ${`${backup}/manifest.json.new`} ${`${backup}/manifest.json`}; fi`,
  )
}

/**
 * Keeps what is there, as root because files may belong to others: a copy of the tree with owners, modes, times and links, `.env`, the
 * unit, the role and a dump of the database. Changes nothing else; does nothing once the catch-up has begun.
 */
export function backUpScript({ folder, backup, repo, user, group }: Place, settings: Settings): ShellText {
  const { unit, database, databaseRole } = settings
  return lines(
    strict,
    workLock(folder),
    database_,
    sh`
cd ${backup}
if [ -e begun ]; then exit 0; fi
rm -rf -- complete tree tree.partial unit env role.sql database.dump database.sum before derived.before
mkdir -m 700 before unit
if [ -d ${repo} ]; then
  : >before/repository
  for name in ${DERIVED}; do
    if [ -e ${repo}/"$name" ] || [ -L ${repo}/"$name" ]; then printf '%s\n' "$name" >>derived.before; fi
  done
  copied=
  for attempt in 1 2 3; do
    rm -rf tree.partial
    mkdir tree.partial
    if tar --create --format=posix --acls --xattrs --numeric-owner --one-file-system --warning=no-file-ignored ${DERIVED.map((name) => `--exclude=./${name}`)} -C ${repo} . |
      tar --extract --acls --xattrs --numeric-owner --same-owner --same-permissions -C tree.partial; then
      copied=yes
      break
    fi
  done
  [ -n "$copied" ] || trouble ${`${repo} could not be copied: something writes there.`}
  mv -T tree.partial tree
  if [ -f ${repo}/.env ]; then cp -L -- ${repo}/.env env; fi
fi
for file in ${`/etc/systemd/system/${unit}.service`} /etc/systemd/system/*.wants/${`${unit}.service`}; do
  if [ -e "$file" ] || [ -L "$file" ]; then mkdir -p -- "unit\${file%/*}"; cp -a -- "$file" "unit$file"; fi
done
systemctl is-active ${`${unit}.service`} >before/active 2>/dev/null || true
if has_postgres; then
  : >before/postgres
  if ! ask -d postgres -c 'SELECT 1' >/dev/null 2>&1; then
    : >before/postgres-stopped
    systemctl start postgresql
    wait_for_postgres
  fi
  as_postgres pg_dumpall --roles-only | grep -E ${`^(CREATE|ALTER) ROLE "?${databaseRole}"?[ ;]`} >role.sql || rm -f role.sql
  if [ -n "$(ask -d postgres -c ${`SELECT 1 FROM pg_database WHERE datname = '${database}'`})" ]; then
    as_postgres pg_dump --format=custom --create ${database} >database.dump
    sum_of ${database} >database.sum
  fi
fi
for file in before unit env role.sql database.dump database.sum derived.before; do
  if [ -e "$file" ]; then chown -R -- ${`${user}:${group}`} "$file"; fi
done
chown -R root:root unit
chmod 600 env 2>/dev/null || true
sync -f .
: >complete
chown -- ${`${user}:${group}`} complete`,
  )
}

/** Defines what root asks PostgreSQL with. A dump as text is the same as long as roles, rows and sequences are. */
export const database_: ShellText = sh`
as_postgres() { (cd / && exec runuser -u postgres -- "$@"); }
ask() { as_postgres psql --no-psqlrc -AtXq -v ON_ERROR_STOP=1 "$@"; }
has_postgres() { command -v psql >/dev/null && command -v pg_dump >/dev/null && id postgres >/dev/null 2>&1; }
wait_for_postgres() {
  local attempt
  for attempt in $(seq 60); do
    if ask -d postgres -c 'SELECT 1' >/dev/null 2>&1; then return 0; fi
    sleep 0.5
  done
  trouble 'PostgreSQL does not come up.'
}
sum_of() { as_postgres pg_dump --create "$1" | grep -vE '^\\(un)?restrict ' | sha256sum; }`
