import { appendFile, mkdir, readFile, stat, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { chown } from "node:fs/promises"
import { runIsolated } from "../run-isolated.js"
import { GATEWAY, GUEST_INTERFACE, HOSTS, HOST_NAMES, type HostName } from "../spec.js"
import { HUB } from "./hub.js"

/** The comment of the grader's own key: checks tell it from a student's keys by it. */
export const GRADER_COMMENT = "course-grader"

/** Makes an unbooted image a host of the lab: name, identity, accounts, network. Runs once per host, with its root mounted. */
export async function makeHost(root: string, host: HostName, signal?: AbortSignal): Promise<void> {
  const { account, address } = HOSTS[host]
  await writeFile(join(root, "etc/hostname"), `${host}\n`)
  await writeFile(join(root, "etc/hosts"), hostsFile(host))
  const plan = join(root, "etc/netplan/00-installer-config.yaml")
  await writeFile(plan, netplan(address), { mode: 0o600 })
  const script = [IDENTITY, account ? STUDENT : "", host === "hub" ? HUB : ""].join("\n")
  await runIsolated('exec chroot "$1" sh -euc "$2" sh "$3"', [root, script, account?.user ?? ""], {
    purpose: `preparing host ${host}`,
    input: account ? `${account.user}:${account.password}\n` : "",
    env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin" },
    signal,
  })
}

/** Lets the grader's key in as the host's student; removes the key of an earlier lab that the layer was made in. */
export async function authoriseGrader(root: string, host: HostName, publicKey: string): Promise<void> {
  const { account } = HOSTS[host]
  if (!account) return
  const home = join(root, "home", account.user)
  const folder = join(home, ".ssh")
  const file = join(folder, "authorized_keys")
  const { uid, gid } = await stat(home)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await chown(folder, uid, gid)
  const others = (await readIfThere(file))
    .split("\n")
    .filter((line) => line !== "" && !line.endsWith(` ${GRADER_COMMENT}`))
  await writeFile(file, others.map((line) => `${line}\n`).join(""), { mode: 0o600 })
  await appendFile(file, `${publicKey.trim()}\n`)
  await chown(file, uid, gid)
}

/** The host's public key lines, as known_hosts wants them. */
export async function knownHostLines(root: string, host: HostName): Promise<string[]> {
  const names = `${HOSTS[host].address},${host}`
  const keys = ["ed25519", "ecdsa", "rsa"].map((type) => join(root, `etc/ssh/ssh_host_${type}_key.pub`))
  const lines = await Promise.all(keys.map((key) => readFile(key, "utf8")))
  return lines.map((line) => `${names} ${line.split(" ").slice(0, 2).join(" ").trim()}`)
}

const IDENTITY = `
systemd-id128 new > /etc/machine-id
ssh-keygen -q -A
rm -f /root/.bash_history
`

/** As Ubuntu's installer makes the first account: in adm and sudo, sudo asks for the password. */
const STUDENT = `
useradd --create-home --shell /bin/bash --uid 1000 --user-group --groups adm,cdrom,sudo,dip,plugdev "$1"
chpasswd
`

/** What decides how a host comes out, for the keys of cached layers. */
export const FRESH_RECIPE = [IDENTITY, STUDENT, HUB]

function hostsFile(host: HostName): string {
  const peers = HOST_NAMES.map((name) => `${HOSTS[name].address} ${name}`)
  const own = ["127.0.0.1 localhost", `127.0.1.1 ${host}`, "::1 localhost ip6-localhost ip6-loopback"]
  // Each host finds itself by 127.0.1.1, as Debian's installer writes it; the others by their addresses.
  const others = peers.filter((line) => !line.endsWith(` ${host}`))
  return [...own, `${GATEWAY.address} laptop`, ...others, ""].join("\n")
}

function netplan(address: string): string {
  return `network:
  version: 2
  renderer: networkd
  ethernets:
    ${GUEST_INTERFACE}:
      dhcp4: false
      addresses:
        - ${address}/${GATEWAY.prefix}
`
}

async function readIfThere(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8")
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return ""
    throw error
  }
}
