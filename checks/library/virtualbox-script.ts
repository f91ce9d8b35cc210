import { lines, sh, type ShellText } from "../../src/engine/shell.js"
import { vboxManage } from "./vboxmanage.js"

/** A laptop may have many machines of other courses; those that are named after the roles come first. */
const MOST_MACHINES = 12

/**
 * What VirtualBox on the laptop tells, as facts; values of one machine carry its identifier before a tab. `there` is the path of its
 * command line, `version` what it calls itself or `problem` why it does not answer.
 */
export function virtualBoxScript(names: readonly string[]): ShellText {
  return lines(
    vboxManage,
    mediumFunctions,
    sh`
command -v systemd-detect-virt >/dev/null && fact laptop "$(systemd-detect-virt)"
[ -n "$there" ] || exit 0
fact there "$there"
# Warnings come first, the version stands in the last line.
said=$(vbox --version); fact version "$(tail -n 1 <<<"$said")"
listed=$(vbox list vms) || { fact problem "$(grep -m 1 -iE 'error|failed' <<<"$listed" || head -n 1 <<<"$listed")"; exit 0; }
list() {
  local line
  while IFS= read -r line; do
    [[ $line =~ ^\"(.*)\"\ \{([0-9a-fA-F-]+)\}$ ]] && printf '%s\t%s\n' "\${BASH_REMATCH[2]}" "\${BASH_REMATCH[1]}"
  done <<<"$listed"
}
list | sed 's/^/machine=/'
for wanted in ${names}; do list | awk -F '\t' -v name="$wanted" 'index(tolower($2), tolower(name)) {print $1}'; done | awk '!seen[$0]++' | head -n ${MOST_MACHINES} | while IFS= read -r id; do
  said=$(vbox showvminfo "$id" --machinereadable) || continue
  value() { sed -nE "s/^\"?$1\"?=\"?([^\"]*)\"?\$/\1/p" <<<"$said" | head -n 1; }
  for name in ostype CfgFile VMState SessionName SessionType; do fact "$name" "$id$tab$(value "$name")"; done
  vbox snapshot "$id" list --machinereadable | sed -nE "s/^SnapshotName[0-9-]*=\"(.*)\"\$/snapshot=$id$tab\1/p"
  grep -oE '<Snapshot [^>]*timeStamp="[^"]*"' "$(local_path "$(value CfgFile)")" 2>/dev/null | sed -E 's/.*timeStamp="([^"]*)".*/\1/' | while IFS= read -r at; do
    fact taken "$id$tab$(seconds "$at")"
  done
  grep -E '^"[^"]+-ImageUUID-[0-9]+-[0-9]+"=' <<<"$said" | sed -E 's/^.*="?([^"]*)"?$/\1/' | while IFS= read -r medium; do images "$id" "$medium"; done
done
vbox list hostonlyifs | sed -nE 's/^(Name|IPAddress|NetworkMask|VBoxNetworkName): +/interface=\1 /p'
vbox list hostonlynets 2>/dev/null | sed -nE 's/^(Name|LowerIP|NetworkMask|VBoxNetworkName): +/network=\1 /p'
vbox list dhcpservers | sed -nE 's/^(NetworkName|Enabled): +/dhcp=\1 /p'
exit 0`,
  )
}

/** Follow a disk from the image in use down to the one that the machine was created with. */
const mediumFunctions = sh`
tab=$'\t'
# Windows names its files in its own way.
local_path() { case $1 in [A-Za-z]:*) wslpath -u "$1" 2>/dev/null || cygpath -u "$1" 2>/dev/null ;; *) printf '%s\n' "$1" ;; esac; }
# GNU, then BSD.
seconds() { date -d "$1" +%s 2>/dev/null || TZ=UTC date -j -f %Y-%m-%dT%H:%M:%SZ "$1" +%s 2>/dev/null; }
born() { stat -c %W "$1" 2>/dev/null || stat -f %B "$1" 2>/dev/null; }
images() {
  local id=$1 medium=$2 said name
  for _ in 1 2 3 4 5 6 7 8 9 10 11 12; do
    said=$(vbox showmediuminfo disk "$medium") || return
    field() { sed -nE "s/^$1: +(.*)\$/\1/p" <<<"$said" | head -n 1; }
    name=$(local_path "$(field Location)")
    fact image "$id$tab$(born "$name" || echo 0)$tab$(field 'Storage format')$tab$(field 'Format variant')$tab$(field Capacity)$tab$(field 'Parent UUID')"
    medium=$(field 'Parent UUID')
    case $medium in base|'') return ;; esac
  done
}`
