# The record of deployments: one line each, only ever appended, outside the checkout. Sourced, never run.
# TIME result=... tag=... commit=... previous=... previous_commit=... release=... seconds=... [reason="..."]

log_result() {
  local reason=${2:-} line
  line="$(date -u +%Y-%m-%dT%H:%M:%SZ) result=$1 tag=${TAG:--} commit=${COMMIT:--} previous=${PREVIOUS_TAG:--}"
  line+=" previous_commit=${PREVIOUS_COMMIT:--} release=${RELEASE:--} seconds=$SECONDS"
  if [ -n "$reason" ]; then
    # One line, whatever a program had to say.
    reason=$(printf %s "$reason" | tr '\n"' " '" | cut -c 1-300)
    line+=" reason=\"$reason\""
  fi
  printf '%s\n' "$line" >>"$DEPLOY_LOG"
}

# log_field LINE NAME
log_field() { sed -n "s/.* $2=\([^ ]*\).*/\1/p" <<<"$1"; }

# The line of the deployment that put a release in place.
deployment_of() {
  [ -f "$DEPLOY_LOG" ] || return 0
  grep -F ' result=deployed ' "$DEPLOY_LOG" | grep -F " release=$1 " | tail -n 1 || true
}
