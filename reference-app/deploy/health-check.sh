#!/usr/bin/env bash
set -uo pipefail
# Waits until the service is healthy and looks whether its other doors are open, too.
#
#   health-check.sh [URL] [ATTEMPTS] [PAUSE]     default: http://localhost:8000, 10 attempts, 3 seconds between them
#
# Exit status: 0 all is well; 1 /health never answered 200, or /version or /metrics does not.

URL=${1:-http://localhost:8000}
ATTEMPTS=${2:-10}
PAUSE=${3:-3}
# A certificate of one's own is named, not waved through: CA_FILE=ca.crt health-check.sh https://192.168.56.11
CURL=(curl --silent --fail --output /dev/null --max-time 5 ${CA_FILE:+--cacert "$CA_FILE"})

for ((attempt = 1; attempt <= ATTEMPTS; attempt++)); do
  if "${CURL[@]}" "$URL/health"; then
    for path in /version /metrics; do
      "${CURL[@]}" "$URL$path" || { echo "$URL$path does not answer with success" >&2; exit 1; }
    done
    echo "$URL is healthy (attempt $attempt)"
    exit 0
  fi
  echo "attempt $attempt of $ATTEMPTS: $URL/health does not answer with success" >&2
  [ "$attempt" -eq "$ATTEMPTS" ] || sleep "$PAUSE"
done
exit 1
