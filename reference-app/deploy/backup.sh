#!/usr/bin/env bash
set -euo pipefail
# Saves the database that .env names as one file, and keeps the newest ones.
#
#   backup.sh [FOLDER]     default: $PIXELWISE_BACKUPS, else ~/pixelwise-backups
#
# PIXELWISE_KEEP_BACKUPS files stay (14). A file is there only when it is whole and pg_restore can read it. Only its
# owner can read it. Exit status: 0 saved, 1 failed (what was there before is untouched), 2 wrong settings, 5 busy.
# From cron, once a day:  17 3 * * * /opt/pixelwise/deploy/backup.sh >>/var/log/pixelwise/backup.log 2>&1

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
PIXELWISE_DIR=${PIXELWISE_DIR:-$(dirname "$HERE")}
. "$HERE/lib/common.sh"
. "$HERE/lib/database.sh"
umask 077

FOLDER=${1:-${PIXELWISE_BACKUPS:-$HOME/pixelwise-backups}}
KEEP=${PIXELWISE_KEEP_BACKUPS:-14}
[[ $# -le 1 && $FOLDER != -* ]] || give_up 2 "Usage: backup.sh [FOLDER]"
[[ $KEEP =~ ^[1-9][0-9]*$ ]] || give_up 2 "PIXELWISE_KEEP_BACKUPS is not a number above 0."
use_database

mkdir -p "$FOLDER"
chmod 700 "$FOLDER"
exec 9>"$FOLDER/.lock"
flock --nonblock 9 || give_up "$EXIT_BUSY" "Another backup is running into $FOLDER."
# Nobody else writes here now, so these are what an interrupted run left.
rm -f "$FOLDER"/.partial-*

NAME=pixelwise-$(date -u +%Y%m%dT%H%M%SZ).dump
PARTIAL=$FOLDER/.partial-$NAME
trap 'rm -f "$PARTIAL"' EXIT
pg_dump --format=custom --no-owner --no-acl --no-password --lock-wait-timeout=30s --file="$PARTIAL" 9>&- ||
  give_up "$EXIT_FAILED" "pg_dump failed; no backup was made."
CONTENT=$(pg_restore --list "$PARTIAL") || give_up "$EXIT_FAILED" "The dump cannot be read back; no backup was made."
grep -q ' TABLE DATA public predictions ' <<<"$CONTENT" ||
  give_up "$EXIT_FAILED" "The dump has no table predictions: this is not the database of the service."
sync "$PARTIAL"
mv --no-clobber "$PARTIAL" "$FOLDER/$NAME"
[ ! -e "$PARTIAL" ] || give_up "$EXIT_FAILED" "$FOLDER/$NAME is there already."
sync "$FOLDER"
say "$(date -u +%Y-%m-%dT%H:%M:%SZ) saved $FOLDER/$NAME ($(stat -c %s "$FOLDER/$NAME") bytes)"

# The names sort by time. Only now, with a new one in place, may old ones go.
mapfile -t OLD < <(find "$FOLDER" -maxdepth 1 -type f -name 'pixelwise-*Z.dump' | sort -r | tail -n "+$((KEEP + 1))")
for file in "${OLD[@]}"; do
  rm -f "$file"
  say "removed $file, older than the newest $KEEP"
done
