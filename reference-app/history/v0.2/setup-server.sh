#!/usr/bin/env bash
set -euo pipefail

# Brings a machine from a clone of this repository to a state in which the project can be worked on. Run it as the
# ordinary account that owns the clone (it uses sudo where root is needed), as often as you like, from any folder.
cd "$(dirname "${BASH_SOURCE[0]}")"

step() { printf '\n== %s\n' "$1"; }

step "System packages"
sudo apt-get update || echo "The package lists could not be refreshed; going on with those at hand."
sudo DEBIAN_FRONTEND=noninteractive apt-get install -y git curl ca-certificates

step "Node.js $(cat .nvmrc)"
if ! command -v node >/dev/null || [ "$(node -p 'process.versions.node.split(".")[0]')" -lt "$(cat .nvmrc)" ]; then
  echo "Node.js $(cat .nvmrc) or newer is needed and not installed; install it as /usr/bin/node, then run this again." >&2
  exit 1
fi
node --version

step "Dependencies"
npm ci
