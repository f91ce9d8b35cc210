# Health gates: what has to be seen of a release before and after it takes over. Sourced, never run.

# A small machine under load needs some seconds to start the service; a release that needs this long is broken.
GATE_SECONDS=45

# An address of its own among the loopback addresses, so that no other client's rate limit counts here.
ask() { curl --silent --interface 127.0.0.99 --max-time 3 "$@"; }

# The HTTP status of /ready; a tag from before that route answers by /health.
readiness() {
  local status
  status=$(ask --output /dev/null --write-out '%{http_code}' "$1/ready") || true
  [ "$status" != 404 ] || status=$(ask --output /dev/null --write-out '%{http_code}' "$1/health") || true
  printf %s "$status"
}

# Does the service at a URL say that it was built from COMMIT? One that cannot tell is believed.
serves_commit() {
  local said
  said=$(ask "$1/version" | sed -n 's/.*"commit":"\([^"]*\)".*/\1/p') || true
  [ -z "$said" ] || [ "$said" = unknown ] || [[ $COMMIT == "$said"* ]]
}

free_port() {
  local port
  for port in $(seq 18000 18099); do
    [ -n "$(ss -Hltn "sport = :$port")" ] || { printf %s "$port"; return 0; }
  done
  return 1
}

# Starts the release once beside the running one, with the real settings, and sees it ready.
try_release() {
  local port url trial status=
  step "Trying $TAG beside the running service"
  port=$(free_port) || give_up "$EXIT_REFUSED" "No port from 18000 to 18099 is free for a trial."
  url=http://127.0.0.1:$port
  trial=$(mktemp -d "$RELEASES/.trial-XXXXXX")
  # Rows that wait on disk belong to the running service: the trial must not send them a second time.
  setsid env --chdir="$APP_DIR" -i PATH="$PATH" HOME="$HOME" HOST=127.0.0.1 PORT="$port" SPOOL_DIR="$trial" \
    "$NODE" "$RELEASES/$RELEASE/dist/main.js" >"$trial/output" 2>&1 </dev/null 9>&- &
  CHILD=$!
  local until=$((SECONDS + GATE_SECONDS))
  while [ "$SECONDS" -lt "$until" ]; do
    status=$(readiness "$url")
    [ "$status" != 200 ] || break
    kill -0 "$CHILD" 2>/dev/null || break
    sleep 0.5
  done
  if [ "$status" = 200 ] && serves_commit "$url"; then
    stop_child
    remove_release "$trial"
    return 0
  fi
  complain "$(tail -n 8 "$trial/output")"
  REASON=$(grep -m 1 -E 'Error|cannot' "$trial/output" || tail -n 1 "$trial/output")
  REASON=${REASON:0:200}
  stop_child
  give_up "$EXIT_FAILED" "$TAG does not become ready (last answer: ${status:-none}). $REASON"
}

# Waits until one and the same process has been ready three times in a row: a crash loop is ready now and then.
service_is_ready() {
  local good=0 last='' pid until=$((SECONDS + GATE_SECONDS))
  while [ "$SECONDS" -lt "$until" ]; do
    pid=$(systemctl show pixelwise.service -p MainPID --value)
    if [ "$(readiness "$SERVICE_URL")" = 200 ] && [ "$pid" -gt 0 ] && [ "$pid" = "${last:-$pid}" ]; then
      good=$((good + 1))
    else
      good=0
    fi
    last=$pid
    [ "$good" -lt 3 ] || return 0
    sleep 0.3
  done
  return 1
}
