#!/usr/bin/env bash
set -euo pipefail
SCRIPT_DIR="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"

# Brings a machine from a clone of this repository to a running state. Run it as the ordinary account that owns the
# clone (it uses sudo where root is needed), as often as you like, from any folder.
cd "$SCRIPT_DIR"

step() { printf '\n== %s\n' "$1"; }
skip() { printf 'skipped: %s\n' "$1"; }

# The value of a key in .env, without the quotes around it; empty when the file or the key is missing.
# The file is read and never run as shell code.
env_value() {
  [ -f .env ] || return 0
  sed -n "s/^[[:space:]]*$1=//p" .env | tail -n 1 | tr -d '\r' |
    sed -e 's/[[:space:]]*$//' -e 's/^"\(.*\)"$/\1/' -e "s/^'\(.*\)'\$/\1/"
}

step "System packages"
sudo apt-get update || echo "The package lists could not be refreshed; going on with those at hand."
sudo DEBIAN_FRONTEND=noninteractive apt-get install -y git curl ca-certificates openssl postgresql

step "Node.js $(cat .nvmrc)"
if ! command -v node >/dev/null || [ "$(node -p 'process.versions.node.split(".")[0]')" -lt "$(cat .nvmrc)" ]; then
  echo "Node.js $(cat .nvmrc) or newer is needed and not installed; install it as /usr/bin/node, then run this again." >&2
  exit 1
fi
node --version

step "Model"
MODEL_REPO="$(env_value MODEL_REPO)"
MODEL_VERSION="$(env_value MODEL_VERSION)"
if [ ! -f .env ]; then
  skip "there is no .env; copy .env.example to .env and fill it in"
elif [ -z "$MODEL_REPO" ] || [ -z "$MODEL_VERSION" ]; then
  skip "MODEL_REPO or MODEL_VERSION has no value in .env"
else
  MODEL_TMP="$(mktemp -d)"
  trap 'rm -rf "$MODEL_TMP"' EXIT
  git -c advice.detachedHead=false clone --quiet --depth 1 --branch "$MODEL_VERSION" "$MODEL_REPO" "$MODEL_TMP/release"
  mkdir -p models
  for file in "$MODEL_TMP"/release/*.onnx "$MODEL_TMP"/release/*.pkl "$MODEL_TMP"/release/{MODELCARD.md,samples.json}; do
    [ -f "$file" ] || continue
    # Put beside the old file and renamed, so that nobody ever reads half a model.
    cp "$file" "models/.incoming"
    mv "models/.incoming" "models/$(basename "$file")"
  done
  rm -rf "$MODEL_TMP"
  trap - EXIT
  echo "models/ holds release $MODEL_VERSION"
fi

step "Dependencies and build"
npm ci
npm run build

step "Database"
DB_PASSWORD="$(env_value DB_PASSWORD)"
if [ ! -f .env ]; then
  skip "there is no .env"
elif [ -z "$DB_PASSWORD" ]; then
  skip "DB_PASSWORD has no value in .env"
else
  if command -v systemctl >/dev/null && [ -d /run/systemd/system ]; then sudo systemctl start postgresql; fi
  # The password travels on standard input: command lines can be read by everyone. A quote in it is doubled for SQL.
  QUOTE="'"
  (cd / && sudo -u postgres psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --output /dev/null) <<SQL
SELECT 'CREATE ROLE pixelwise LOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'pixelwise') \gexec
ALTER ROLE pixelwise WITH LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS
  PASSWORD '${DB_PASSWORD//$QUOTE/$QUOTE$QUOTE}';
SELECT 'CREATE DATABASE pixelwise OWNER pixelwise'
  WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'pixelwise') \gexec
SQL
  echo "role and database pixelwise are there"
  if [ -z "$(env_value DATABASE_URL)" ]; then
    skip "the schema: DATABASE_URL has no value in .env"
  else
    npm run --silent migrate
  fi
fi

step "Service"
UNIT=deploy/pixelwise.service
if [ ! -f "$UNIT" ]; then
  skip "$UNIT is missing"
elif ! command -v systemctl >/dev/null; then
  skip "this machine has no systemctl"
elif ! id produser >/dev/null 2>&1; then
  skip "there is no account produser; this is not prod"
else
  sudo cp "$UNIT" /etc/systemd/system/pixelwise.service
  sudo systemctl daemon-reload
  sudo systemctl enable pixelwise
  sudo systemctl restart pixelwise
  systemctl status pixelwise --no-pager
fi
