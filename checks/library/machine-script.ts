import type { Context } from "../../src/engine/context.js"
import { sh, type ShellText } from "../../src/engine/shell.js"

/** Kind of machine, system, sizes, desktop, name. */
export const systemScript: ShellText = sh`
fact container "$(systemd-detect-virt -c 2>/dev/null)"
fact hypervisor "$(systemd-detect-virt --vm 2>/dev/null)"
sed -nE 's/^(ID|VERSION_ID|VERSION|VERSION_CODENAME)=(.*)$/os.\1=\2/p' /etc/os-release
fact cpus "$(nproc)"
awk '$1 == "MemTotal:" {print "memory=" $2}' /proc/meminfo
lsblk -bdnro TYPE,SIZE 2>/dev/null | awk '$1 == "disk" {print "disk=" $2}'
fact displaymanager "$(systemctl show -P LoadState display-manager.service 2>/dev/null)"
dpkg-query -W -f '\${db:Status-Status} \${Package}\n' '*ubuntu-desktop' ubuntu-desktop-minimal 'task-*desktop' gdm3 lightdm sddm lxdm 2>/dev/null | sed -n 's/^installed /desktop=/p'
fact hostname "$(hostname)"
fact statichostname "$(head -n 1 /etc/hostname 2>/dev/null)"
exit 0`

/** The accounts of both machines with number and groups, and what lies in the workshop. */
export function accountsScript({ settings }: Context): ShellText {
  const { devUser, serviceUser } = settings
  return sh`
for name in ${devUser} ${serviceUser}; do
  line=$(getent passwd "$name") && fact account "$name $(cut -d: -f 3 <<<"$line") $(id -nG "$name")"
done
home=$(getent passwd ${devUser} | cut -d: -f 6)
for name in workshop workshop/notes.txt; do
  [ -n "$home" ] && said=$(stat -Lc '%F|%a|%U' "$home/$name" 2>/dev/null) && fact "$name" "$said"
done`
}

/** The SSH server: package, units with what systemd knows of them, port, and what came first, its installation or the last start. */
export const serverScript: ShellText = sh`
command -v dpkg-query >/dev/null && fact package "$(dpkg-query -W -f '\${db:Status-Status}' openssh-server 2>/dev/null || echo absent)"
systemctl show --timestamp=unix -p Id,LoadState,UnitFileState,ActiveState,SubState,Accept,ActiveEnterTimestamp,StateChangeTimestamp ssh.service sshd.service ssh.socket sshd.socket |
  awk 'BEGIN { RS = ""; FS = "\n" } { line = ""; for (i = 1; i <= NF; i++) line = line "\t" $i; print "unit=" substr(line, 2) }'
ss -Hltn 'sport = :22' 2>/dev/null | grep -q . && fact listening yes
fact booted "$(systemctl show --timestamp=unix -P UserspaceTimestamp | tr -d @)"
first=$(zgrep -hE '^[0-9-]+ [0-9:]+ install openssh-server[: ]' /var/log/dpkg.log* 2>/dev/null | sort | head -n 1 | cut -d ' ' -f 1,2)
[ -n "$first" ] && fact installed "$(date -d "$first" +%s)"
fact listed "$(stat -c %Y /var/lib/dpkg/info/openssh-server.list 2>/dev/null)"`

/** Interfaces, the ways out, and the files that netplan reads. */
export const networkScript: ShellText = sh`
fact interfaces "$(ip -j addr)"
fact routes "$(ip -j -4 route show default)"
for file in /etc/netplan /etc/netplan/*.yaml; do
  [ -e "$file" ] && fact netplanfile "$(stat -Lc '%a %U:%G' "$file") $file"
done`
