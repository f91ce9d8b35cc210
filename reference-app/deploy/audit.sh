#!/usr/bin/env bash
set -uo pipefail
# Asks for known weaknesses of the packages that a folder's lock file names, and appends one dated line to the record.
#
#   audit.sh [FOLDER]      default: the folder above this script; record: /var/log/pixelwise/audit.log
#
# TIME result=clean|finding|error packages=N advisories=GHSA-...,... [reason="..."]
# Exit status: 0 clean, 1 findings, 2 the audit could not be made.

export PATH=/usr/local/bin:/usr/bin:/bin
FOLDER=${1:-$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)}
AUDIT_LOG=${PIXELWISE_AUDIT_LOG:-/var/log/pixelwise/audit.log}

# Reads what npm audit says and prints the rest of the line. npm's own exit status tells findings from clean, but not
# findings from trouble; its report does.
SUMMARISE='
let report
try { report = JSON.parse(require("fs").readFileSync(0, "utf8")) } catch { report = {} }
const found = Object.values(report.vulnerabilities ?? {}).flatMap(({ via }) => via.filter((cause) => cause.url))
const ids = [...new Set(found.map(({ url }) => url.replace(/^.*\//, "")))].sort()
const packages = report.metadata?.dependencies?.prod ?? 0
const reason = report.error?.summary || report.message || "npm gave no report"
if (!report.vulnerabilities) console.log(`result=error packages=0 advisories=- reason="${reason.replaceAll(/[\s"]+/g, " ").slice(0, 200)}"`)
else console.log(`result=${ids.length > 0 ? "finding" : "clean"} packages=${packages} advisories=${ids.join(",") || "-"}`)'

cd "$FOLDER" || exit 2
summary=$(npm audit --omit=dev --json --offline=false 2>/dev/null | node -e "$SUMMARISE")
line="$(date -u +%Y-%m-%dT%H:%M:%SZ) ${summary:-result=error packages=0 advisories=- reason=\"Node.js did not run\"}"
printf '%s\n' "$line" | tee -a "$AUDIT_LOG" || exit 2
case $line in
  *" result=clean "*) exit 0 ;;
  *" result=finding "*) exit 1 ;;
  *) exit 2 ;;
esac
