#!/usr/bin/env bash
set -euo pipefail
# Makes a small certificate authority and a certificate of this host by it; a second run changes nothing. Run as root.
#
#   certificate.sh [FOLDER]     default: /etc/pixelwise/tls
#
# ca.crt is for those who shall trust this host: copy it to dev and name it to curl (--cacert) or to the browser.

TLS=${1:-/etc/pixelwise/tls}
NAME=$(hostname -s)
RENEW_BEFORE=$((30 * 24 * 3600))

# Addresses of this host that others can reach, and its names.
mapfile -t ADDRESSES < <(ip -o -4 addr show scope global | awk '{ sub("/.*", "", $4); print $4 }' | sort -u)
ALTERNATIVES="DNS:$NAME,DNS:localhost,IP:127.0.0.1"
for address in "${ADDRESSES[@]}"; do ALTERNATIVES+=",IP:$address"; done

umask 077
install -d -m 755 "$TLS"

if [ ! -s "$TLS/ca.key" ] || [ ! -s "$TLS/ca.crt" ]; then
  openssl ecparam -name prime256v1 -genkey -noout -out "$TLS/ca.key"
  # Whoever trusts this authority trusts it for this host's names and addresses only.
  permitted=$(printf %s "$ALTERNATIVES" | sed -E 's/(IP:[0-9.]+)/\1\/255.255.255.255/g; s/(DNS|IP):/permitted;\1:/g')
  openssl req -x509 -new -key "$TLS/ca.key" -sha256 -days 3650 -subj "/CN=PixelWise on $NAME" \
    -addext "basicConstraints=critical,CA:TRUE,pathlen:0" -addext "keyUsage=critical,keyCertSign,cRLSign" \
    -addext "nameConstraints=critical,$permitted" -out "$TLS/ca.crt"
  rm -f "$TLS/server.crt"
fi

# Is the certificate there, by this authority, not about to end, and for all that the host is called?
is_good() {
  [ -s "$TLS/server.crt" ] && [ -s "$TLS/server.key" ] &&
    openssl x509 -in "$TLS/server.crt" -noout -checkend "$RENEW_BEFORE" >/dev/null &&
    openssl verify -CAfile "$TLS/ca.crt" "$TLS/server.crt" >/dev/null 2>&1 || return 1
  local address
  for address in "${ADDRESSES[@]}"; do
    openssl x509 -in "$TLS/server.crt" -noout -checkip "$address" | grep -q 'does match' || return 1
  done
  openssl x509 -in "$TLS/server.crt" -noout -checkhost "$NAME" | grep -q 'does match'
}

if is_good; then
  echo "the certificate is good until $(openssl x509 -in "$TLS/server.crt" -noout -enddate | cut -d= -f2)"
else
  openssl ecparam -name prime256v1 -genkey -noout -out "$TLS/server.key.new"
  openssl req -new -key "$TLS/server.key.new" -subj "/CN=$NAME" |
    openssl x509 -req -CA "$TLS/ca.crt" -CAkey "$TLS/ca.key" -set_serial "0x$(openssl rand -hex 16)" -sha256 -days 397 \
      -extfile <(printf '%s\n' "subjectAltName=$ALTERNATIVES" "basicConstraints=critical,CA:FALSE" \
        "keyUsage=critical,digitalSignature" "extendedKeyUsage=serverAuth") -out "$TLS/server.crt.new" 2>/dev/null
  mv "$TLS/server.key.new" "$TLS/server.key"
  mv "$TLS/server.crt.new" "$TLS/server.crt"
  echo "made a certificate for $ALTERNATIVES"
fi
chmod 644 "$TLS/ca.crt" "$TLS/server.crt"
chmod 600 "$TLS/ca.key" "$TLS/server.key"
