#!/usr/bin/env bash
set -euo pipefail
# Writes the include that adds the API key to requests of the page, readable by root alone. The key comes on standard
# input, since command lines can be read by everyone. Run as root.

FILE=${1:-/etc/nginx/pixelwise/browser-key.conf}
IFS= read -r key || [ -n "$key" ]
[ -n "$key" ] || { echo "SECRET_API_KEY has no value in .env" >&2; exit 1; }
# In the configuration these would end the text or begin a variable.
case $key in *[\"\\\$\;\{\}]*) echo "SECRET_API_KEY holds a sign that nginx would read as its own; make one with: openssl rand -hex 32" >&2; exit 1 ;; esac
umask 077
printf 'proxy_set_header X-API-Key "%s";\n' "$key" >"$FILE.new"
chown root:root "$FILE.new"
mv "$FILE.new" "$FILE"
