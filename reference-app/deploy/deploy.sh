#!/usr/bin/env bash
set -euo pipefail
# Puts a tag on this host: builds it aside, tries it beside the running service, switches, and goes back by itself when
# it does not become ready. Runs unattended as the account that owns the checkout.
#
#   deploy.sh TAG               what the remote has under this tag
#   deploy.sh --untagged REF    a branch or commit of the remote
#   deploy.sh --build-only ...  stop before the switch
#
# Exit status: 0 it serves; 1 it failed and the release from before serves; 2 refused, nothing was changed; 3 the host
# needs setup-server.sh of this tag first; 4 it failed and the service is down; 5 another deployment is running.

LIB="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/lib"
for part in common log git host release gate switch run; do . "$LIB/$part.sh"; done

main() {
  local tagged=yes result=deployed
  TAG=
  while [ $# -gt 0 ]; do
    case $1 in
      --untagged) tagged=no ;;
      --build-only) result=built ;;
      -*) usage ;;
      *) [ -z "$TAG" ] || usage; TAG=$1 ;;
    esac
    shift
  done
  [ -n "$TAG" ] || usage
  umask 022
  guard
  take_lock
  step "Looking up $TAG"
  require_clean_checkout
  fetch
  if [ "$tagged" = yes ]; then resolve_tag; else resolve_untagged; fi
  app_git cat-file -e "$COMMIT:deploy/host-files" 2>/dev/null ||
    give_up "$EXIT_REFUSED" "$TAG cannot be deployed by releases: it is put in place by its own setup-server.sh."
  [ "$result" = built ] || require_host
  put_in_place "$result"
}

usage() {
  sed -n '3,12s/^# \{0,1\}//p' "$0" >&2
  exit 2
}

# One function, called last: the checkout replaces this very file while it runs.
main "$@"; exit
