import { DEV_BUNDLE, PRELUDE, SUDO_CLOSE, SUDO_OPEN } from "./scripts.js"

/** `.env` from the example: the keys that the state knows, with secrets of this host's own. */
const ENV = `
set_env() {
  local line
  # A key that this state does not know stays out; one that it knows keeps its place below its comment.
  while IFS= read -r line || [ -n "$line" ]; do
    case $line in "$1="*) line="$1=$2" ;; esac
    printf '%s\\n' "$line"
  done < .env > .env.new
  cat .env.new > .env
  rm .env.new
}
fill_env() {
  local password; password=$(openssl rand -hex 16)
  umask 077
  cp .env.example .env
  chmod 600 .env
  set_env SECRET_API_KEY "$(openssl rand -hex 32)"
  set_env DEBUG "$1"
  set_env MODEL_REPO "$MODEL_REPO"
  set_env MODEL_VERSION v1.0
  set_env MODEL_PATH "$MODEL_PATH"
  set_env DB_PASSWORD "$password"
  set_env DATABASE_URL "postgresql://pixelwise:$password@localhost:5432/pixelwise"
  umask 022
}
# What npm keeps for the next time would only make the state's layer larger.
forget_downloads() { rm -rf ~/.npm/_cacache; }
`

/** dev, user: the history up to the state. */
export const DEV_HISTORY = `${PRELUDE}
cd ~/pixelwise
git fetch --quiet /tmp/pixelwise.bundle 'refs/tags/*:refs/tags/*'
rm /tmp/pixelwise.bundle
git reset --quiet --hard "$TAG^{commit}"
`

/** dev, user: main and the tags as they were at a commit. */
export const DEV_PUSH = `${PRELUDE}
cd ~/pixelwise
commit=$(git rev-parse "$AT^{commit}")
git push --quiet origin "$commit:refs/heads/main"
git tag --merged "$commit" --format='%(refname)' | xargs git push --quiet origin
`

/** prod, produser: what is on the hub by now. */
export const PROD_PULL = `${PRELUDE}
cd /opt/pixelwise
git pull --quiet --ff-only origin main
git fetch --quiet --tags origin
`

/** dev, user: configuration and dependencies. */
export const DEV_SETUP = `${PRELUDE}${ENV}
cd ~/pixelwise
fill_env true
./setup-server.sh
forget_downloads
`

/** prod, produser: configuration, dependencies, service. */
export const PROD_SETUP = `${PRELUDE}${ENV}
cd /opt/pixelwise
fill_env false
./setup-server.sh
forget_downloads
`

/** prod, root: the drill with the unit; the journal keeps it. Waits for the service in between and at the end. */
export const PROD_DRILL = `
set -euo pipefail
healthy() {
  for _ in $(seq 1 150); do
    if curl --fail --silent --max-time 2 http://127.0.0.1:8000/health > /dev/null; then return 0; fi
    sleep 0.2
  done
  systemctl status --no-pager --lines 30 pixelwise >&2 || true
  echo 'the service does not become healthy' >&2
  exit 1
}
healthy
systemctl stop pixelwise
systemctl start pixelwise
healthy
systemctl is-enabled --quiet pixelwise
systemctl is-active --quiet pixelwise
`

/** dev, user: the history of a later state, pushed as a student's own work, and built. */
export const DEV_ADVANCE = `${PRELUDE}
cd ~/pixelwise
git fetch --quiet /tmp/pixelwise.bundle 'refs/tags/*:refs/tags/*'
git reset --quiet --hard "$TAG^{commit}"
git push --quiet origin main
git push --quiet origin --tags
./setup-server.sh
rm -rf ~/.npm/_cacache
`

/** prod, produser: the tag put in place by its own scripts, as \`course deploy\` does it the first time. */
export const PROD_RELEASE = `${PRELUDE}
export PIXELWISE_DIR=/opt/pixelwise
git -C "$PIXELWISE_DIR" fetch --quiet --tags origin '+refs/heads/*:refs/remotes/origin/*'
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
git -C "$PIXELWISE_DIR" archive "$TAG" deploy setup-server.sh .nvmrc | tar -x -C "$work"
"$work/setup-server.sh" --host
"$work/deploy/deploy.sh" --build-only "$TAG"
"$work/setup-server.sh" --units
"$work/deploy/deploy.sh" "$TAG"
rm -rf ~/.npm/_cacache
`

/** What decides how a state comes out, for the keys of cached layers. */
export const RELEASE_RECIPE = [
  ...[DEV_BUNDLE, DEV_HISTORY, DEV_PUSH, PROD_PULL, DEV_SETUP, PROD_SETUP, PROD_DRILL],
  ...[SUDO_OPEN, SUDO_CLOSE],
]
export const ADVANCE_RECIPE = [DEV_BUNDLE, DEV_ADVANCE, PROD_RELEASE, SUDO_OPEN, SUDO_CLOSE]
