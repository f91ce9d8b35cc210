import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { arch, tmpdir } from "node:os"
import { join } from "node:path"
import { aptSources, type AptSources } from "./apt-sources.js"
import { cached, type BuildOptions } from "./atomic-build.js"
import { hashOf } from "./hash.js"
import { runIsolated } from "../run-isolated.js"

const PACKAGES = [
  ...["systemd-sysv", "dbus", "libpam-systemd", "udev", "netbase", "procps", "psmisc", "less", "nano", "file"],
  ...["openssh-server", "openssh-client", "sudo", "cron", "logrotate", "bash-completion"],
  ...[
    "iproute2",
    "iputils-ping",
    "netcat-openbsd",
    "netplan.io",
    "nftables",
    "curl",
    "wget",
    "ca-certificates",
    "openssl",
  ],
  ...["git", "tig", "python3", "postgresql", "nginx-light", "fcgiwrap", "libstdc++6"],
]

/** What makes a package tree a host: no identity yet, no package sources, only the services that every host runs. */
const CUSTOMIZE = `
root=$1
rm -f "$root"/etc/ssh/ssh_host_* "$root"/etc/machine-id "$root"/var/lib/dbus/machine-id "$root"/etc/resolv.conf
rm -f "$root"/etc/apt/sources.list.d/* "$root"/etc/dpkg/dpkg.cfg.d/99mmdebstrap
: > "$root"/etc/apt/sources.list
: > "$root"/etc/resolv.conf
echo LANG=C.UTF-8 > "$root"/etc/default/locale
echo UTC > "$root"/etc/timezone
ln -sf /usr/share/zoneinfo/Etc/UTC "$root"/etc/localtime
mkdir -p "$root"/var/log/journal "$root"/etc/systemd/journald.conf.d
printf '[Journal]\\nStorage=persistent\\n' > "$root"/etc/systemd/journald.conf.d/persistent.conf
chroot "$root" systemctl enable systemd-networkd.service ssh.service cron.service postgresql.service
chroot "$root" systemctl disable nginx.service fcgiwrap.service fcgiwrap.socket
chroot "$root" systemctl mask systemd-networkd-wait-online.service console-getty.service systemd-udevd.service \
  apt-daily.timer apt-daily-upgrade.timer e2scrub_all.timer e2scrub_reap.service systemd-modules-load.service
chroot "$root" systemctl set-default multi-user.target
`

const BASE_SCRIPT = `
mmdebstrap --variant=minbase --format=directory --skip=output/dev \
  --aptopt='Apt::Install-Recommends "false"' --dpkgopt=force-unsafe-io --dpkgopt='path-exclude=/usr/share/doc/*' \
  --dpkgopt='path-include=/usr/share/doc/*/copyright' --include="$3" --customize-hook="$4" "$1" "$2/root" "$5"
`

/** Installs packages into an overlay above the base; the layer keeps only what they changed. */
const LAYER_SCRIPT = `
mkdir "$2/root" "$2/work" "$2/merged"
mount -t overlay course-lab -o "lowerdir=$6,upperdir=$2/root,workdir=$2/work" "$2/merged"
# mmdebstrap makes the device files itself and stops where it finds some.
rm -rf "$2/merged/dev"
mkdir "$2/merged/dev"
mmdebstrap --variant=custom --format=directory --skip=check/empty,output/dev,cleanup/tmp \
  --aptopt='Apt::Install-Recommends "false"' --dpkgopt=force-unsafe-io --dpkgopt='path-exclude=/usr/share/doc/*' \
  --include="$3" --customize-hook="$4" "$1" "$2/merged" "$5"
umount "$2/merged"
rm -rf "$2/work" "$2/merged" "$2/root/dev" "$2/root/etc/apt" "$2/root/etc/machine-id" "$2/root/tmp"
`

/** The image every host of every lab stands on, as a folder. Keyed by its recipe; built by mmdebstrap from the machine's own sources. */
export async function baseLayer(options: BuildOptions): Promise<{ folder: string; key: string }> {
  const sources = await aptSources(options.signal)
  const key = hashOf("base", sources.suite, arch(), PACKAGES, CUSTOMIZE, BASE_SCRIPT)
  const folder = await cached({
    ...options,
    kind: "base",
    key,
    announcement: `Building the image of ${sources.suite} for the hosts (once, about 90 s)`,
    build: (into) => build(BASE_SCRIPT, into, { sources, packages: PACKAGES, hook: CUSTOMIZE, ...options }),
  })
  return { folder: join(folder, "root"), key }
}

/** An overlay above the base with more Debian packages in it. Keyed by the base, the packages and the recipe. */
export async function packagesLayer(
  base: { folder: string; key: string },
  { kind, packages, announcement, ...options }: PackagesOptions,
): Promise<{ folder: string; key: string }> {
  const key = hashOf(kind, base.key, packages, LAYER_SCRIPT)
  const folder = await cached({
    ...options,
    kind,
    key,
    announcement,
    build: async (into) => {
      const sources = await aptSources(options.signal)
      await build(LAYER_SCRIPT, into, { sources, packages, hook: "true", base: base.folder, ...options })
    },
  })
  return { folder: join(folder, "root"), key }
}

export interface PackagesOptions extends BuildOptions {
  /** Kind of the cache's entry. */
  kind: string
  packages: readonly string[]
  announcement: string
}

interface Recipe extends BuildOptions {
  sources: AptSources
  packages: readonly string[]
  /** Shell text with the root as $1. */
  hook: string
  base?: string
}

async function build(script: string, into: string, { sources, packages, hook, base, signal }: Recipe): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), "course-image-"))
  try {
    const list = join(scratch, "sources.list")
    const hookFile = join(scratch, "customize")
    await writeFile(list, `${sources.lines.join("\n")}\n`)
    await writeFile(hookFile, `#!/bin/sh\nset -eu\n${hook}`, { mode: 0o755 })
    await runIsolated(script, [sources.suite, into, packages.join(","), hookFile, list, base ?? ""], {
      purpose: "building the image",
      hint: "Check that apt-get update works on this machine, then run the same command again.",
      signal,
    })
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}
