#!/usr/bin/env bash
set -euo pipefail
# Goes back to a release from before, which is kept ready to start: no build, and the data stays as it is.
#
#   rollback.sh          the release that was deployed before the current one
#   rollback.sh TAG      a certain one; built again when it is not kept any more
#   rollback.sh --print [TAG]   only tell tag and commit that it would go to
#
# Exit status as of deploy.sh.

FOLDER="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
for part in common log git host release gate switch run; do . "$FOLDER/lib/$part.sh"; done

main() {
  local print=no
  case ${1:-} in
    --print) print=yes; shift ;;
    -*) usage ;;
  esac
  [ $# -le 1 ] || usage
  umask 022
  [ "$print" = yes ] || { guard; take_lock; }
  TAG=${1:-}
  require_clean_checkout
  if [ -n "$TAG" ]; then find_kept; else find_before; fi
  if [ "$print" = yes ]; then
    printf '%s %s\n' "$TAG" "$COMMIT"
    return 0
  fi
  app_git cat-file -e "$COMMIT:deploy/host-files" 2>/dev/null ||
    give_up "$EXIT_REFUSED" "$TAG is from before there were releases: only its own setup-server.sh can put it in place.
From another machine: course rollback $TAG"
  require_host
  put_in_place rolled-back
}

# Sets COMMIT by the newest kept release of TAG, or by the remote.
find_kept() {
  local file
  COMMIT=
  while read -r _ file; do
    [ "$(sed -n 's/^tag=//p' "$file")" = "$TAG" ] || continue
    COMMIT=$(sed -n 's/^commit=//p' "$file")
    return 0
  done < <(find "$RELEASES" -mindepth 2 -maxdepth 2 -name RELEASE -not -path '*/.*' -printf '%T@ %p\n' | sort -rn)
  complain "No release of $TAG is kept; it is built again."
  fetch
  resolve_tag
}

# Sets TAG and COMMIT by the record.
find_before() {
  local now line
  now=$(linked current)
  [ -n "$now" ] || give_up "$EXIT_REFUSED" "Nothing was deployed by releases on this host yet."
  line=$(deployment_of "$now")
  TAG=$(log_field "$line" previous)
  COMMIT=$(log_field "$line" previous_commit)
  [ -n "$COMMIT" ] && [ "$COMMIT" != - ] && [ "$COMMIT" != "$(app_git rev-parse HEAD)" ] ||
    give_up "$EXIT_REFUSED" "$DEPLOY_LOG does not tell what ran before $now; name a tag."
}

usage() {
  sed -n '3,10s/^# \{0,1\}//p' "$0" >&2
  exit 2
}

# One function, called last: the checkout replaces this very file while it runs.
main "$@"; exit
