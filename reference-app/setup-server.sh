#!/usr/bin/env bash
set -euo pipefail
SCRIPT_DIR="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"

# Brings a machine from a clone of this repository to a running state. Run it as the ordinary account that owns the
# clone (it uses sudo where root is needed), as often as you like, from any folder. On prod it deploys what is checked
# out; from then on deploy/deploy.sh does that without sudo's password.
#
#   setup-server.sh             all of it
#   setup-server.sh --host      prod only: packages, database, proxy, certificate, rights; starts nothing of the service
#   setup-server.sh --units     prod only: the service's units
# The last two are for a deployment that finds the host not as it needs it; PIXELWISE_DIR names the clone then.
export PIXELWISE_DIR="${PIXELWISE_DIR:-$SCRIPT_DIR}"
APP_DIR="$PIXELWISE_DIR"
cd "$SCRIPT_DIR"

step() { printf '\n== %s\n' "$1"; }
skip() { printf 'skipped: %s\n' "$1"; }

# The value of a key in .env, without the quotes around it; empty when the file or the key is missing.
# The file is read and never run as shell code.
env_value() {
  [ -f "$APP_DIR/.env" ] || return 0
  sed -n "s/^[[:space:]]*$1=//p" "$APP_DIR/.env" | tail -n 1 | tr -d '\r' |
    sed -e 's/[[:space:]]*$//' -e 's/^"\(.*\)"$/\1/' -e "s/^'\(.*\)'\$/\1/"
}

has_systemd() { command -v systemctl >/dev/null; }
is_prod() { has_systemd && id produser >/dev/null 2>&1; }

packages() {
  local names=(git curl ca-certificates openssl postgresql)
  is_prod && names+=(nginx logrotate)
  step "System packages"
  sudo apt-get update || echo "The package lists could not be refreshed; going on with those at hand."
  sudo DEBIAN_FRONTEND=noninteractive apt-get install -y "${names[@]}"
}

node_is_there() {
  step "Node.js $(cat .nvmrc)"
  if ! command -v node >/dev/null || [ "$(node -p 'process.versions.node.split(".")[0]')" -lt "$(cat .nvmrc)" ]; then
    echo "Node.js $(cat .nvmrc) or newer is needed and not installed; install it as /usr/bin/node, then run this again." >&2
    exit 1
  fi
  node --version
}

models() {
  step "Model"
  deploy/fetch-models.sh "$APP_DIR"
}

build_in_place() {
  step "Dependencies and build"
  npm ci
  npm run build
}

database() {
  local password quote="'"
  step "Database"
  password="$(env_value DB_PASSWORD)"
  if [ ! -f "$APP_DIR/.env" ]; then
    skip "there is no .env"
  elif [ -z "$password" ]; then
    skip "DB_PASSWORD has no value in .env"
  else
    if has_systemd && [ -d /run/systemd/system ]; then sudo systemctl start postgresql; fi
    # The password travels on standard input: command lines can be read by everyone. A quote in it is doubled for SQL.
    (cd / && sudo -u postgres psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --output /dev/null) <<SQL
SELECT 'CREATE ROLE pixelwise LOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'pixelwise') \gexec
ALTER ROLE pixelwise WITH LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS
  PASSWORD '${password//$quote/$quote$quote}';
SELECT 'CREATE DATABASE pixelwise OWNER pixelwise'
  WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'pixelwise') \gexec
SQL
    echo "role and database pixelwise are there"
  fi
}

schema() {
  step "Schema"
  if [ -z "$(env_value DATABASE_URL)" ]; then
    skip "DATABASE_URL has no value in .env"
  else
    npm run --silent migrate
  fi
}

# Folders, rights, proxy and audit: all of the host but the service's own units.
host() {
  local source target
  step "Folders and rights"
  chmod 600 "$APP_DIR/.env"
  sudo install -d -o produser -g produser -m 755 "$APP_DIR-releases" /var/log/pixelwise
  sudo visudo -cqf deploy/sudoers
  sudo install -o root -g root -m 440 deploy/sudoers /etc/sudoers.d/pixelwise
  sudo visudo -cq
  step "Certificate"
  sudo bash deploy/host/certificate.sh
  step "Proxy"
  sudo install -d -m 755 /etc/nginx/pixelwise
  env_value SECRET_API_KEY | sudo bash deploy/host/browser-key.sh
  while read -r source target; do
    case $target in /etc/systemd/*) continue ;; esac
    sudo install -o root -g root -m 644 "$source" "$target"
  done <deploy/host-files
  sudo ln -sfn ../sites-available/pixelwise /etc/nginx/sites-enabled/pixelwise
  sudo rm -f /etc/nginx/sites-enabled/default
  sudo nginx -t
  sudo systemctl enable --quiet nginx
  sudo systemctl reload-or-restart nginx
}

# The unit files, without a restart: what runs goes on until a release takes over. A file that is the same is left
# alone, for a newer one makes the next deployment restart the service.
units() {
  local unit
  step "Units"
  for unit in pixelwise.service pixelwise.socket pixelwise-audit.service pixelwise-audit.timer; do
    cmp -s "deploy/$unit" "/etc/systemd/system/$unit" ||
      sudo install -o root -g root -m 644 "deploy/$unit" "/etc/systemd/system/$unit"
  done
  sudo systemctl daemon-reload
  sudo systemctl enable --quiet pixelwise.service pixelwise.socket
  sudo systemctl enable --quiet --now pixelwise-audit.timer
}

# Once, so that a record exists; what it finds is told, and stops nothing.
first_audit() {
  [ -s /var/log/pixelwise/audit.log ] || sudo systemctl start pixelwise-audit.service ||
    echo "The audit of the packages found something or could not be made: see /var/log/pixelwise/audit.log"
}

release() {
  local commit
  commit="$(git rev-parse HEAD)"
  if git describe --tags --exact-match >/dev/null 2>&1; then
    set -- "$(git describe --tags --exact-match)"
  else
    set -- --untagged "$commit"
  fi
  deploy/deploy.sh --build-only "$@"
  units
  deploy/deploy.sh "$@"
  systemctl status pixelwise.service --no-pager --lines 3
}

case ${1:-} in
  --host)
    packages
    node_is_there
    models
    database
    host
    exit
    ;;
  --units)
    units
    exit
    ;;
esac

packages
node_is_there
models
if ! has_systemd; then
  build_in_place
  database
  schema
  step "Service"
  skip "this machine has no systemctl"
elif ! is_prod; then
  build_in_place
  database
  schema
  step "Service"
  skip "there is no account produser; this is not prod"
else
  database
  host
  step "Service"
  release
  first_audit
fi
