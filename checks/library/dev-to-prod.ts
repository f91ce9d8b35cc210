import type { Context } from "../../src/engine/context.js"
import type { Probe } from "../../src/engine/probe.js"
import { lines, sh } from "../../src/engine/shell.js"
import { facts, type Facts } from "./command.js"
import { devKeysScript } from "./dev-keys-script.js"
import { quietSsh } from "./quiet-git.js"

/**
 * The way from dev to prod: `answered` pings of three, `login` with the name under which a login without a prompt worked, `accepted`
 * with type, fingerprint and place of the key that opened it, `said` with ssh's last word where none did, and `offers` with what prod
 * offers somebody who shows no key. An entry of ~/.ssh/config may know prod by another name and with a key of its own, so those names
 * are tried as well. Then the keys of dev, as dev-keys.ts reads them.
 */
export function devToProd({ settings }: Context): Probe<Facts> {
  const { prodAddress, serviceUser } = settings
  return facts(
    "dev",
    lines(
      quietSsh,
      sh`
fact answered "$(ping -n -c 3 -i 0.2 -W 2 ${prodAddress} 2>/dev/null | grep -oE '[0-9]+ received' | cut -d' ' -f 1)"
names=$(cat ~/.ssh/config ~/.ssh/config.d/* ~/.ssh/*.conf 2>/dev/null | grep -iE '^[[:space:]]*Host[[:space:]=]' | sed -E 's/^[[:space:]]*[Hh][Oo][Ss][Tt][[:space:]=]+//' | tr ' ' '\n' | grep -vE '[*?!]' | sort -u | head -n 20)
target=${prodAddress}
for name in ${prodAddress} prod $names; do
  [ "$name" = ${prodAddress} ] || [ "$name" = prod ] || [ "$(ssh -G "$name" 2>/dev/null | awk '$1 == "hostname" {print $2; exit}')" = ${prodAddress} ] || [ "$(ssh -G "$name" 2>/dev/null | awk '$1 == "hostname" {print $2; exit}')" = prod ] || continue
  if said=$(quiet_ssh -v ${serviceUser}@"$name" true 2>&1); then
    fact login "$name"
    target=$name
    tr -d '\r' <<<"$said" | sed -nE 's/^debug1: Server accepts key: (.*) ([A-Z0-9-]+) (SHA256:[A-Za-z0-9+\/]+).*$/accepted=\2 \3 \1/p' | tail -n 1
    break
  fi
  [ -n "\${first:-}" ] || first=$(tr -d '\r' <<<"$said" | grep -vE '^(debug[0-9]:|OpenSSH_|$)' | tail -n 1)
done
fact said "\${first:-}"
# A login at this very address was told so at first, before it showed a key.
offers=
if grep -q ${`^debug1: Connecting to ${prodAddress} `} <<<"\${said:-}"; then
  offers=$(tr -d '\r' <<<"$said" | sed -nE 's/^debug1: Authentications that can continue: ([a-z,-]+)$/(\1)/p' | head -n 1)
fi
# A busy server may drop a connection before it tells anything; that says nothing about what it offers.
for attempt in 0 1 2; do
  [ -n "$offers" ] && break
  sleep "$attempt"
  offers=$(quiet_ssh -F /dev/null -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o GlobalKnownHostsFile=/dev/null -o PreferredAuthentications=none ${serviceUser}@${prodAddress} true 2>&1 | grep -oE '[(][a-z,-]+[)]' | tail -n 1)
done
fact offers "$offers"`,
      devKeysScript,
    ),
    { timeoutMs: 60_000 },
  )
}
