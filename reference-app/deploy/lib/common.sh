# Names and helpers that the scripts of this folder share. Sourced, never run.

APP_DIR=${PIXELWISE_DIR:-/opt/pixelwise}
RELEASES=${PIXELWISE_RELEASES:-$APP_DIR-releases}
DEPLOY_LOG=${PIXELWISE_DEPLOY_LOG:-/var/log/pixelwise/deploy.log}
SERVICE_URL=http://127.0.0.1:8000
# The one that the unit starts.
NODE=/usr/bin/node
KEEP_RELEASES=3
MIN_FREE_MIB=${PIXELWISE_MIN_FREE_MIB:-1024}

EXIT_FAILED=1  # it did not come up; the release from before serves
EXIT_REFUSED=2 # nothing was changed
EXIT_HOST=3    # nothing was changed: the host needs setup-server.sh of this tag first
EXIT_DOWN=4    # it did not come up, and the way back failed as well
EXIT_BUSY=5    # another deployment is running

# Whoever reads this may be gone (a cut connection); that must not end the work half done.
say() { printf '%s\n' "$*" 2>/dev/null || true; }
complain() { printf '%s\n' "$*" >&2 2>/dev/null || true; }
step() { say "== $*"; }

# Ends with a status, and a reason for the person and for the log.
give_up() {
  REASON=$2
  complain "$2"
  exit "$1"
}

app_git() { git -C "$APP_DIR" "$@"; }

# The value of a key in .env, without the quotes around it; empty when the file or the key is missing.
# The file is read and never run as shell code.
env_value() {
  [ -f "$APP_DIR/.env" ] || return 0
  sed -n "s/^[[:space:]]*$1=//p" "$APP_DIR/.env" | tail -n 1 | tr -d '\r' |
    sed -e 's/[[:space:]]*$//' -e 's/^"\(.*\)"$/\1/' -e "s/^'\(.*\)'\$/\1/"
}

# Runs a command that may take long. It has a process group of its own, so that stopping the script stops all of it,
# and it does not inherit the lock: a child that outlives a killed script must not keep others out.
CHILD=
run_child() {
  setsid "$@" 9>&- </dev/null &
  CHILD=$!
  local status=0
  wait "$CHILD" || status=$?
  CHILD=
  return "$status"
}

stop_child() {
  [ -n "$CHILD" ] || return 0
  kill -TERM -- "-$CHILD" 2>/dev/null || true
  for _ in $(seq 50); do
    kill -0 -- "-$CHILD" 2>/dev/null || break
    sleep 0.1
  done
  kill -KILL -- "-$CHILD" 2>/dev/null || true
  wait "$CHILD" 2>/dev/null || true
  CHILD=
}
