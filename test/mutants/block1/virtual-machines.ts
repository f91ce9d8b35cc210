import { labRun } from "../../../src/lab/lab.js"

/**
 * Hosts of a lab are containers, and what only a machine of its own has is not judged there. This makes two of them look like the
 * virtual machines of the lecture, in the formats of the real tools: systemd-detect-virt, nproc, lsblk and /proc/meminfo, a second
 * adapter with the way out, a mirror to install from, and on dev a display manager.
 */
export async function lookLikeVirtualMachines(lab: string): Promise<void> {
  await asRoot(lab, "hub", MIRROR)
  await asRoot(lab, "dev", `${looksLike({ memoryKib: 4_005_612, diskBytes: 26_843_545_600 })}\n${SHOW_DESKTOP}`)
  await asRoot(lab, "prod", looksLike({ memoryKib: 1_977_580, diskBytes: 10_737_418_240 }))
}

/** The unit that desktops bring along under this name. */
export const SHOW_DESKTOP = `printf '[Unit]\\nDescription=GNOME Display Manager\\n[Service]\\nExecStart=/usr/bin/true\\n' >/etc/systemd/system/display-manager.service`
export const HIDE_DESKTOP = "rm /etc/systemd/system/display-manager.service && systemctl daemon-reload"

/** The folder in which probes look for programs before the system's own. */
export const SHADOW = "/usr/sbin"

/** What /proc/meminfo of a host shows from now on. */
export function memoryOf(kib: number): string {
  return `printf 'MemTotal:       %8d kB\\nMemFree:          171604 kB\\n' ${kib} >/run/meminfo`
}

/** What nproc of a host prints from now on. */
export function processorsOf(count: number): string {
  return shadow("nproc", `${count}`)
}

/** What lsblk of a host prints from now on: a disk of so many bytes, and a drive. */
export function diskOf(bytes: number): string {
  return shadow("lsblk", `disk ${bytes}\\nrom 1073741312`)
}

export const WAY_OUT = "ip route replace default via 10.0.2.2 dev enp0s3"
export const SOURCES = "echo 'deb http://hub:8080/debian stable main' >/etc/apt/sources.list"

function looksLike({ memoryKib, diskBytes }: { memoryKib: number; diskBytes: number }): string {
  return `set -e
cat >${SHADOW}/systemd-detect-virt <<'END'
#!/bin/sh
case "$1" in -cq) exit 1 ;; -c) echo none; exit 1 ;; *) echo oracle ;; esac
END
chmod 755 ${SHADOW}/systemd-detect-virt
${processorsOf(2)}
${diskOf(diskBytes)}
${memoryOf(memoryKib)}
mount --bind /run/meminfo /proc/meminfo
ip link add enp0s3 type veth peer name nat
ip link set nat up
ip link set enp0s3 up
ip addr add 10.0.2.15/24 dev enp0s3
${WAY_OUT}
${SOURCES}`
}

function shadow(program: string, printed: string): string {
  const file = `${SHADOW}/${program}`
  return `printf '#!/bin/sh\\nprintf "${printed.replaceAll("\\", "\\\\")}\\\\n"\\n' >${file}\nchmod 755 ${file}`
}

const MIRROR = `set -e
mkdir -p /srv/mirror/debian/dists/stable
printf 'Origin: Debian\\nSuite: stable\\n' >/srv/mirror/debian/dists/stable/InRelease
systemd-run -q --unit=mirror python3 -m http.server 8080 --directory /srv/mirror`

async function asRoot(lab: string, host: "dev" | "prod" | "hub", script: string): Promise<void> {
  const { exitCode, stdout, stderr } = await labRun({ name: lab, host, script, timeoutMs: 60_000 })
  if (exitCode !== 0) throw new Error(`${host} could not be made to look like a virtual machine: ${stderr || stdout}`)
}
