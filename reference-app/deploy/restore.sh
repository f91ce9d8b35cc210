#!/usr/bin/env bash
set -euo pipefail
# Brings a backup back.
#
#   restore.sh FILE                 into the place of the service's database, which is kept under another name
#   restore.sh FILE --into NAME     into a new database NAME, and changes nothing else
#
# Either way the backup goes into a database of its own first, and every table must there have as many rows as the
# backup says. Only then two renames, in one transaction, put it in place. Between them and the service's next
# statement sessions are ended: PERSISTENCE=strict answers 503 for a moment.
# Making and renaming databases is not for the service's own role. The script asks as ADMIN_DATABASE_URL when that is
# set, and else as the system account postgres of this machine (with sudo, unless root runs it).
# Exit status: 0 done, 1 failed (the service's database is as it was), 2 wrong use or settings.

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
PIXELWISE_DIR=${PIXELWISE_DIR:-$(dirname "$HERE")}
. "$HERE/lib/common.sh"
. "$HERE/lib/database.sh"
umask 077

USAGE="Usage: restore.sh FILE [--into NAME]"
FILE=${1:-} INTO=
case $#:${2:-} in
  1:) ;;
  3:--into) INTO=$3 ;;
  *) give_up 2 "$USAGE" ;;
esac
[[ $FILE != -* ]] || give_up 2 "$USAGE"
[ -f "$FILE" ] || give_up 2 "There is no file $FILE."
[ -z "$INTO" ] || [[ $INTO =~ ^[a-z_][a-z0-9_]{0,62}$ ]] ||
  give_up 2 "$INTO is no plain name of a database (small letters, digits, _)."

ADMIN=()
if [ -n "${ADMIN_DATABASE_URL:-}" ]; then
  mapfile -t ADMIN < <(export DATABASE_URL=$ADMIN_DATABASE_URL DB_PASSWORD='' && use_database &&
    printf '%s\n' "$PGHOST" "$PGPORT" "$PGUSER" "$PGPASSWORD" "$PGDATABASE")
  [ "${#ADMIN[@]}" -eq 5 ] || give_up 2 "ADMIN_DATABASE_URL is not usable."
fi
use_database
AS_POSTGRES=(sudo -u postgres)
[ "$(id -u)" -ne 0 ] || AS_POSTGRES=(runuser -u postgres --)
STAMP=$(date -u +%Y%m%d_%H%M%S)_$$
SCRATCH=${INTO:-pixelwise_restored_$STAMP}
KEPT=pixelwise_before_$STAMP

# SQL from standard input, as somebody who may make and rename databases. NAME=VALUE arguments are psql's variables.
as_admin() {
  local variables=() pair
  for pair in "$@"; do variables+=(--set "$pair"); done
  if [ "${#ADMIN[@]}" -eq 5 ]; then
    PGHOST=${ADMIN[0]} PGPORT=${ADMIN[1]} PGUSER=${ADMIN[2]} PGPASSWORD=${ADMIN[3]} PGDATABASE=${ADMIN[4]} \
      ask_database "${variables[@]}"
  else
    (cd / && "${AS_POSTGRES[@]}" env -u PGHOST -u PGUSER -u PGPASSWORD PGPORT="$PGPORT" PGDATABASE=postgres \
      psql --no-psqlrc --quiet --tuples-only --no-align --set ON_ERROR_STOP=1 "${variables[@]}")
  fi
}
# Whatever goes wrong: no half restored database stays, and the service's own takes connections again.
SCRATCH_IS_OURS=no CLOSED=no
finish() {
  local status=$?
  trap - EXIT
  set +e
  if [ "$CLOSED" = yes ]; then
    as_admin live="$PGDATABASE" <<<'ALTER DATABASE :"live" ALLOW_CONNECTIONS true;'
  fi
  if [ "$SCRATCH_IS_OURS" = yes ]; then
    as_admin scratch="$SCRATCH" <<<'DROP DATABASE IF EXISTS :"scratch" WITH (FORCE);'
  fi
  exit "$status"
}
trap finish EXIT
trap 'exit 1' INT TERM HUP

step "Reading $FILE"
CONTENT=$(pg_restore --list "$FILE") || give_up "$EXIT_FAILED" "$FILE cannot be read as a backup; nothing was changed."
TABLES=$(sed -n 's/^[0-9]*; [0-9]* [0-9]* TABLE DATA public \([^ ]*\) .*/\1/p' <<<"$CONTENT" | sort)
grep -qx predictions <<<"$TABLES" || give_up "$EXIT_FAILED" "$FILE has no table predictions; nothing was changed."

step "Restoring into the database $SCRATCH"
THERE=$(as_admin name="$SCRATCH" <<<"SELECT 1 FROM pg_database WHERE datname = :'name'") ||
  give_up "$EXIT_FAILED" "Nobody who may make databases could be asked (ADMIN_DATABASE_URL or sudo); nothing was changed."
[ -z "$THERE" ] || give_up 2 "There is a database $SCRATCH already; nothing was changed."
as_admin scratch="$SCRATCH" owner="$PGUSER" <<<'CREATE DATABASE :"scratch" OWNER :"owner" TEMPLATE template0 ENCODING '"'UTF8'"';' ||
  give_up "$EXIT_FAILED" "The database $SCRATCH cannot be made; nothing was changed."
SCRATCH_IS_OURS=yes
pg_restore --no-owner --no-acl --no-password --exit-on-error --single-transaction --dbname="$SCRATCH" "$FILE" ||
  give_up "$EXIT_FAILED" "The backup cannot be restored; the service's database is as it was."

step "Comparing the rows"
for table in $TABLES; do
  # In a backup's text every row is a line between COPY and \. (line breaks inside of values are written as \n).
  saved=$(pg_restore --data-only --schema=public --table="$table" --file=- "$FILE" |
    awk '/^COPY /{ inside = 1; next } /^\\\.$/{ inside = 0 } inside { count++ } END { print count + 0 }')
  restored=$(PGDATABASE=$SCRATCH ask_database --no-password --set table="$table" <<<'SELECT count(*) FROM :"table"')
  say "$table: $saved rows saved, $restored restored"
  [ "$saved" = "$restored" ] ||
    give_up "$EXIT_FAILED" "The rows of $table are not all there; the service's database is as it was."
done

if [ -n "$INTO" ]; then
  SCRATCH_IS_OURS=no
  say "The backup is in the database $INTO."
  exit 0
fi

step "Putting it in the place of $PGDATABASE"
LIVE_EXISTS=$(as_admin name="$PGDATABASE" <<<"SELECT 1 FROM pg_database WHERE datname = :'name'")
if [ -n "$LIVE_EXISTS" ]; then
  CLOSED=yes
  as_admin live="$PGDATABASE" kept="$KEPT" scratch="$SCRATCH" <<'SQL' ||
ALTER DATABASE :"live" ALLOW_CONNECTIONS false;
SELECT count(pg_terminate_backend(pid, 5000)) AS ended FROM pg_stat_activity WHERE datname IN (:'live', :'scratch') \gset
BEGIN;
ALTER DATABASE :"live" RENAME TO :"kept";
ALTER DATABASE :"scratch" RENAME TO :"live";
COMMIT;
ALTER DATABASE :"kept" ALLOW_CONNECTIONS true;
SQL
    give_up "$EXIT_FAILED" "The databases could not be exchanged; the service's database is as it was."
  CLOSED=no SCRATCH_IS_OURS=no
  say "$PGDATABASE is the backup now; what it was before is kept as $KEPT."
  say "When nothing of it is missed any more: DROP DATABASE $KEPT;"
else
  as_admin live="$PGDATABASE" scratch="$SCRATCH" <<<'ALTER DATABASE :"scratch" RENAME TO :"live";' ||
    give_up "$EXIT_FAILED" "The restored database could not be given its name."
  SCRATCH_IS_OURS=no
  say "$PGDATABASE is the backup now; there was no such database before."
fi
say "If the backup is older than this version, bring its schema up to date: npm run migrate"
