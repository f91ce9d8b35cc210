#!/usr/bin/env bash
set -euo pipefail
# Fetches the releases of the model that .env names (MODEL_VERSION, and those in MODEL_FLAG) into models/.
#
#   fetch-models.sh [FOLDER]     the folder with .env and models/; default: the one above this script

cd "${1:-$(dirname "${BASH_SOURCE[0]}")/..}"

env_value() {
  sed -n "s/^[[:space:]]*$1=//p" .env | tail -n 1 | tr -d '\r' |
    sed -e 's/[[:space:]]*$//' -e 's/^"\(.*\)"$/\1/' -e "s/^'\(.*\)'\$/\1/"
}

if [ ! -f .env ]; then
  echo "skipped: there is no .env; copy .env.example to .env and fill it in"
  exit 0
fi
MODEL_REPO="$(env_value MODEL_REPO)"
MODEL_VERSION="$(env_value MODEL_VERSION)"
if [ -z "$MODEL_REPO" ] || [ -z "$MODEL_VERSION" ]; then
  echo "skipped: MODEL_REPO or MODEL_VERSION has no value in .env"
  exit 0
fi
WORK="$(mktemp -d)"
trap 'rm -rf "$WORK"' EXIT
mkdir -p models

# Put beside the old file and renamed, so that nobody ever reads half a model.
put() {
  cp "$1" "models/.incoming"
  mv "models/.incoming" "models/$(basename "$1")"
}

OTHERS="$(env_value MODEL_FLAG | grep -oE 'v[0-9]+(\.[0-9]+)+' | grep -vxF "$MODEL_VERSION" | sort -u || true)"
for version in $OTHERS "$MODEL_VERSION"; do
  git -c advice.detachedHead=false clone --quiet --depth 1 --branch "$version" "$MODEL_REPO" "$WORK/$version"
  for file in "$WORK/$version"/*.onnx "$WORK/$version"/*.pkl; do
    [ ! -f "$file" ] || put "$file"
  done
  # Card and samples have the same names in every release: those of the version that answers stay.
  for file in "$WORK/$version"/{MODELCARD.md,samples.json}; do
    [ ! -f "$file" ] || put "$file"
  done
  echo "models/ holds release $version"
done
