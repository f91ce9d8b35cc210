import type { Context } from "../../src/engine/context.js"
import type { Probe } from "../../src/engine/probe.js"
import { sh } from "../../src/engine/shell.js"
import { all, expect, fail, pass, type Verdict } from "../../src/engine/verdict.js"
import { facts, type Facts } from "./command.js"
import type { MachineRole } from "./machine.js"
import { netplanDevices } from "./netplan-yaml.js"
import { addressOf, PREFIX } from "./static-address.js"

/**
 * Where a machine's address is written down, for all who could set it at the next boot: `netplan` with what netplan makes of its files,
 * line by line, `networkfile`, `networkaddress` and `addedaddress` of systemd-networkd, `profile` of NetworkManager, `ifupdown`.
 */
export function declaredAddress(role: MachineRole, context: Context): Probe<Facts> {
  const address = addressOf(role, context)
  return facts(
    role,
    sh`
device=$(ip -o -4 addr show to ${address} 2>/dev/null | awk '{print $2; exit}')
fact device "$device"
if command -v netplan >/dev/null; then
  said=$(netplan get all 2>&1) && sed 's/^/netplan=/' <<<"$said" ||
    fact netplanproblem "$(grep -E '^[^ ].*(rror in network definition|Invalid YAML|Exception: )' <<<"$said" | tail -n 1 | cut -c 1-200 | grep . || tail -n 1 <<<"$said")"
fi
[ -n "$device" ] || exit 0
file=$(networkctl status "$device" --no-pager 2>/dev/null | sed -nE 's/^ *Network File: (.*)$/\1/p' | head -n 1)
if [ -r "$file" ]; then
  fact networkfile "$file"
  sed -nE 's/^[[:space:]]*Address[[:space:]]*=[[:space:]]*/networkaddress=/p' "$file"
  # What is added to a file of netplan's lies in a folder of the same name below /etc.
  cat "\${file/#\/run\//\/etc\/}".d/*.conf 2>/dev/null | sed -nE 's/^[[:space:]]*Address[[:space:]]*=[[:space:]]*/addedaddress=/p'
fi
if command -v nmcli >/dev/null; then
  nmcli -t -f DEVICE,UUID,FILENAME connection show --active 2>/dev/null | while IFS=: read -r owner uuid file; do
    [ "$owner" = "$device" ] && fact profile "$(nmcli -g ipv4.addresses connection show "$uuid" 2>/dev/null | tr -d ' ') $file"
  done
fi
command -v ifquery >/dev/null && ifquery "$device" 2>/dev/null | sed -nE 's/^(address|netmask): /ifupdown=\1 /p'
exit 0`,
    { as: "root" },
  )
}

/** Will the address be there after a reboot? */
export function isDeclared(role: MachineRole, found: Facts, context: Context): Verdict {
  const wanted = `${addressOf(role, context)}/${PREFIX}`
  const device = found.get("device")
  if (found.has("netplanproblem"))
    return fail({
      message: `netplan cannot read its files on ${role}.`,
      expected: "files that `netplan get` reads",
      actual: found.get("netplanproblem"),
      hint: "YAML is indented by blanks, never by tabs; `sudo netplan get` names the line.",
    })
  const named = netplanDevices(found.all("netplan")).filter(({ addresses }) => addresses.includes(wanted))
  if (named.some(({ device: name, matched }) => matched || name === device) || elsewhere(found, wanted)) return pass()
  return all(
    expect(named.length === 0, {
      message: `netplan gives the address of ${role} to an interface that is not there.`,
      expected: `${wanted} for ${device}`,
      actual: `${wanted} for ${named.map(({ device: name }) => name).join(", ")}`,
      hint: "`ip a` shows how the interface is called; use that name in the netplan file, then `sudo netplan apply`.",
    }),
    expect(false, {
      message: `The address of ${role} is written down nowhere.`,
      expected: `${wanted} in a file below /etc/netplan`,
      actual: found.get("networkaddress") || "(no entry)",
    }),
  )
}

/** Declared to somebody else than netplan, in a file that outlives a reboot. */
function elsewhere(found: Facts, wanted: string): boolean {
  const stays = (file: string): boolean => file !== "" && !file.startsWith("/run/")
  const [, profile = ""] = found.get("profile").split(" ")
  const value = (name: string): string =>
    found
      .all("ifupdown")
      .find((line) => line.startsWith(`${name} `))
      ?.slice(name.length + 1) ?? ""
  const [address = "", length = value("netmask")] = value("address").split("/")
  return (
    (stays(found.get("networkfile")) && found.all("networkaddress").includes(wanted)) ||
    found.all("addedaddress").includes(wanted) ||
    (stays(profile) && found.get("profile").split(" ")[0]?.split(/[,|]/).includes(wanted) === true) ||
    (`${address}/${PREFIX}` === wanted && ["24", "255.255.255.0"].includes(length))
  )
}
