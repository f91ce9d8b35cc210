import type { Mutant } from "../mutant.js"
import { OWN_RELEASE, withRelease } from "./dev.js"
import { diskOf, HIDE_DESKTOP, memoryOf, processorsOf, SHADOW, SHOW_DESKTOP } from "./virtual-machines.js"

type More = Partial<Pick<Mutant, "also" | "shared" | "host">>

function onProd(name: string, check: string, message: RegExp, change: string, repair: string, more: More = {}): Mutant {
  return { name, check, message, host: "prod", break: `set -e\n${change}`, repair: `set -e\n${repair}`, ...more }
}

const ON_DEV = { host: "dev", shared: true } as const

const PLAN = "/etc/netplan/00-installer-config.yaml"

/** A program in front of `ip` that changes what it says, in place of a link to it. */
function ipSays(change: string): string {
  return `readlink ${SHADOW}/ip >/root/ip && rm ${SHADOW}/ip
cat >${SHADOW}/ip <<'END'
#!/bin/sh
/usr/bin/ip "$@" | sed '${change}'
END
chmod 755 ${SHADOW}/ip`
}
const IP_AS_IT_WAS = `ln -sf "$(cat /root/ip)" ${SHADOW}/ip && rm /root/ip`

/** Faults of the machines and their network: all but keys and passwords. */
export const prodMutants: Mutant[] = [
  onProd(
    "another-distribution-on-prod",
    "b1.os-prod",
    /runs another distribution/,
    withRelease("s/^ID=.*/ID=linuxmint/"),
    OWN_RELEASE,
  ),
  onProd("old-release-on-prod", "b1.os-prod", /too old/, withRelease('s/^VERSION_ID=.*/VERSION_ID="9"/'), OWN_RELEASE),
  onProd("desktop-image-on-prod", "b1.prod-headless", /prod has a desktop/, SHOW_DESKTOP, HIDE_DESKTOP),
  onProd("one-processor-on-prod", "b1.prod-cpu", /too little: processors 1/, processorsOf(1), processorsOf(2)),
  onProd("half-the-memory-on-prod", "b1.prod-memory", /too little: memory/, memoryOf(1_014_000), memoryOf(1_977_580)),
  onProd(
    "small-disk-on-prod",
    "b1.prod-disk",
    /too little: disk 8\.6 GB/,
    diskOf(8_589_934_592),
    diskOf(10_737_418_240),
  ),
  onProd(
    "no-administrator-on-prod",
    "b1.user-prod",
    /may not use sudo/,
    "echo 'produser ALL=(ALL) ALL' >/etc/sudoers.d/zz && gpasswd -d produser sudo",
    "gpasswd -a produser sudo && rm /etc/sudoers.d/zz",
  ),
  onProd(
    "account-of-dev-on-prod",
    "b1.users-distinct",
    /prod has the account user, too/,
    "useradd user",
    "userdel user",
  ),
  onProd(
    "account-of-prod-on-dev",
    "b1.users-distinct",
    /dev has the account produser, too/,
    "useradd produser",
    "userdel produser",
    ON_DEV,
  ),
  onProd("default-host-name", "b1.hostnames", /calls itself ubuntu/, "hostname ubuntu", "hostname prod"),
  onProd(
    "host-name-until-reboot",
    "b1.hostnames",
    /loses its name/,
    "echo ubuntu >/etc/hostname",
    "echo prod >/etc/hostname",
  ),
  onProd(
    "server-removed-from-prod",
    "b1.sshd-installed",
    /not installed on prod/,
    "cp -a /var/lib/dpkg/status /root/status && sed -i '/^Package: openssh-server$/,/^Status:/s/^Status: .*/Status: deinstall ok config-files/' /var/lib/dpkg/status",
    "mv /root/status /var/lib/dpkg/status",
  ),
  onProd(
    "server-not-enabled",
    "b1.sshd-boot",
    /will not start with the machine/,
    "systemctl disable -q ssh.service",
    "systemctl enable -q ssh.service",
  ),
  onProd(
    "server-masked",
    "b1.sshd-boot",
    /will not start with the machine/,
    "systemctl mask -q ssh.service",
    "systemctl unmask -q ssh.service",
  ),
  onProd(
    "not-rebooted",
    "b1.rebooted",
    /since before openssh-server was installed/,
    `date '+%F %T install openssh-server:amd64 <none> 1:9.6p1-3ubuntu13' >/var/log/dpkg.log`,
    "rm /var/log/dpkg.log",
  ),
  onProd(
    "leased-address",
    "b1.dhcp-off",
    /prod has leased an address/,
    "ip addr change 192.168.56.11/24 dev enp0s8 valid_lft 3600 preferred_lft 3600",
    "ip addr change 192.168.56.11/24 dev enp0s8 valid_lft forever preferred_lft forever",
  ),
  onProd(
    "no-way-out",
    "b1.adapter-nat",
    /no way out/,
    "ip route del default",
    "ip route add default via 10.0.2.2 dev enp0s3",
  ),
  onProd(
    "way-out-over-the-laptop",
    "b1.adapter-nat",
    /leads through the host-only network/,
    "ip route replace default via 192.168.56.1 dev enp0s8",
    "ip route replace default via 10.0.2.2 dev enp0s3",
  ),
  onProd(
    "mirror-that-is-silent",
    "b1.adapter-nat",
    /No package mirror answers/,
    "sed -i s/:8080/:8081/ /etc/apt/sources.list",
    "sed -i s/:8081/:8080/ /etc/apt/sources.list",
  ),
  // course comes in over the very interface, so only what `ip` says of it can be changed.
  onProd(
    "cable-not-connected",
    "b1.adapter-hostonly",
    /not on an Ethernet interface that is up/,
    ipSays('s/"operstate":"UP"/"operstate":"DOWN"/g'),
    IP_AS_IT_WAS,
  ),
  onProd(
    "adapter-bridged",
    "b1.adapter-hostonly",
    /No interface of prod is in the host-only network/,
    ipSays("s/192\\.168\\.56\\.11/10.23.0.11/g"),
    IP_AS_IT_WAS,
  ),
  onProd(
    "prefix-forgotten-on-prod",
    "b1.static-prod",
    /wrong prefix/,
    "ip addr add 192.168.56.11/16 dev enp0s8 && ip addr del 192.168.56.11/24 dev enp0s8",
    "ip addr add 192.168.56.11/24 dev enp0s8 && ip addr del 192.168.56.11/16 dev enp0s8",
  ),
  onProd(
    "prefix-forgotten-on-dev",
    "b1.static-dev",
    /wrong prefix/,
    "ip addr add 192.168.56.10/16 dev enp0s8 && ip addr del 192.168.56.10/24 dev enp0s8",
    "ip addr add 192.168.56.10/24 dev enp0s8 && ip addr del 192.168.56.10/16 dev enp0s8",
    ON_DEV,
  ),
  onProd(
    "address-on-two-interfaces",
    "b1.static-prod",
    /more than once/,
    "ip link add enp0s9 type veth peer name other && ip addr add 192.168.56.11/32 dev enp0s9",
    "ip link del enp0s9",
  ),
  onProd(
    "copied-machine",
    "b1.static-prod",
    /has the address that belongs to dev/,
    ipSays("s/192\\.168\\.56\\.11/192.168.56.10/g"),
    IP_AS_IT_WAS,
  ),
  onProd(
    "address-set-by-hand",
    "b1.netplan-declared",
    /written down nowhere/,
    `mv ${PLAN} /root/plan`,
    `mv /root/plan ${PLAN}`,
  ),
  onProd(
    "address-for-another-interface",
    "b1.netplan-declared",
    /interface that is not there/,
    `cp -a ${PLAN} /root/plan && sed -i s/enp0s8/enp0s9/ ${PLAN}`,
    `mv /root/plan ${PLAN}`,
  ),
  onProd(
    "tabs-in-the-plan",
    "b1.netplan-declared",
    /cannot read its files/,
    `cp -a ${PLAN} /root/plan && sed -i 's/^  ethernets/\\tethernets/' ${PLAN}`,
    `mv /root/plan ${PLAN}`,
  ),
  onProd(
    "plan-for-all-to-write",
    "b1.netplan-file-mode",
    /Other accounts can write/,
    `chmod 666 ${PLAN}`,
    `chmod 600 ${PLAN}`,
  ),
  onProd(
    "plan-of-somebody",
    "b1.netplan-file-mode",
    /does not belong to root/,
    `chown produser ${PLAN}`,
    `chown root ${PLAN}`,
  ),
  onProd(
    "pings-unanswered",
    "b1.ping",
    /does not answer a ping/,
    "nft add table inet broken && nft 'add chain inet broken input { type filter hook input priority 0; }' && nft add rule inet broken input icmp type echo-request drop",
    "nft delete table inet broken",
  ),
]
