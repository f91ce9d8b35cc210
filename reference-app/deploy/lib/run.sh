# One deployment from the lock to the line in the record. Sourced, never run.

REASON=

take_lock() {
  [ -d "$RELEASES" ] || return 0 # a host that was never set up: require_host says so
  exec 9>"$RELEASES/.lock"
  flock --nonblock 9 || give_up "$EXIT_BUSY" "Another deployment is running on this host; wait for it to end."
  remove_leftovers
}

# What serves now, and so what to go back to: the release that last passed its gate.
read_previous() {
  PREVIOUS_RELEASE=$(linked verified)
  if [ -n "$PREVIOUS_RELEASE" ]; then
    PREVIOUS_TAG=$(sed -n 's/^tag=//p' "$RELEASES/$PREVIOUS_RELEASE/RELEASE")
    PREVIOUS_COMMIT=$(sed -n 's/^commit=//p' "$RELEASES/$PREVIOUS_RELEASE/RELEASE")
    [ "$PREVIOUS_RELEASE" = "$(linked current)" ] ||
      say "An earlier deployment was cut off while it switched; this one puts the host in order."
  else
    PREVIOUS_COMMIT=$(app_git rev-parse HEAD)
    PREVIOUS_TAG=$(name_of HEAD)
  fi
}

# Is everything as this deployment would leave it? A service that was started before its settings were changed is not.
is_in_place() {
  local pid
  [ "$(linked current)" = "$RELEASE" ] && [ "$(linked verified)" = "$RELEASE" ] &&
    [ "$(app_git rev-parse HEAD)" = "$COMMIT" ] || return 1
  pid=$(systemctl show pixelwise.service -p MainPID --value)
  [ "$pid" -gt 0 ] && [ ! "$APP_DIR/.env" -nt "/proc/$pid" ] &&
    [ ! /etc/systemd/system/pixelwise.service -nt "/proc/$pid" ] &&
    [ "$(readiness "$SERVICE_URL")" = 200 ] && serves_commit "$SERVICE_URL"
}

# A release that failed and never served is of no use to anybody, and must not push out one that did.
remove_failed_release() {
  [ -n "${RELEASE:-}" ] && [ "$RELEASE" != "$(linked current)" ] && [ "$RELEASE" != "$(linked verified)" ] || return 0
  [ -n "$(deployment_of "$RELEASE")" ] || remove_release "$RELEASES/$RELEASE"
}

# However the script ends: nothing of it stays running or half built, and a half made switch is undone.
finish() {
  local status=$?
  trap '' INT TERM HUP PIPE
  trap - EXIT
  set +e
  stop_child
  if [ "$SWITCHING" = yes ]; then
    [ -n "$REASON" ] || REASON="interrupted"
    if switch_back; then
      say "$PREVIOUS_TAG serves again, as before."
      log_result "failed" "$REASON; went back to $PREVIOUS_TAG"
    else
      complain "The service is down."
      log_result "down" "$REASON; going back to $PREVIOUS_TAG failed"
      status=$EXIT_DOWN
    fi
  elif [ "$status" -eq "$EXIT_REFUSED" ] && [ -w "$(dirname "$DEPLOY_LOG")" ]; then
    log_result refused "$REASON"
  elif [ "$status" -ne 0 ] && [ "$status" -ne "$EXIT_HOST" ] && [ "$status" -ne "$EXIT_BUSY" ]; then
    say "Nothing was switched; ${PREVIOUS_TAG:-the service} runs as before."
    log_result failed "${REASON:-interrupted}"
  fi
  if [ "$status" -ne 0 ] && [ "$status" -ne "$EXIT_BUSY" ]; then
    remove_leftovers
    [ "$status" -eq "$EXIT_HOST" ] || remove_failed_release
  fi
  exit "$status"
}

guard() {
  trap finish EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  trap 'exit 129' HUP
  trap '' PIPE
}

# put_in_place RESULT: from a resolved TAG and COMMIT to the service that runs it; RESULT is the word for the record.
put_in_place() {
  RELEASE=$(release_name)
  read_previous
  if is_in_place; then
    say "$TAG ($RELEASE) serves already; nothing to do."
    [ "$1" = built ] || log_result unchanged
    return 0
  fi
  if is_built "$RELEASE"; then say "$RELEASE is built already."; else build_release; fi
  migrate
  try_release
  [ "$1" != built ] || return 0
  switch_to_release
  prune_releases
  log_result "$1"
  say "$TAG ($RELEASE) serves."
}
