import { readdir, readFile, stat, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { labPaths } from "../paths.js"
import { runIsolated } from "../run-isolated.js"
import { HOST_NAMES } from "../spec.js"
import { giveOwnCluster } from "./own-cluster.js"

/**
 * Gives the hosts of a lab, mounted and not yet booted, an identity that no other lab of the same state has: machine ids, host keys, key
 * pairs of the students' accounts, the secret key of the service, database clusters. Whatever named an old key (known_hosts, authorized_keys) names the
 * new one afterwards, so that everything that worked works on.
 */
export async function giveOwnIdentity(lab: string, signal?: AbortSignal): Promise<void> {
  const roots = HOST_NAMES.map((host) => labPaths(lab).host(host).root)
  const renewed = await Promise.all(roots.map((root) => renew(root, signal)))
  await Promise.all(roots.map((root) => giveOwnCluster(root, signal)))
  const keys = new Map(renewed.flatMap((each) => [...each]))
  for (const root of roots) {
    for (const file of await filesNamingKeys(root)) {
      const before = await readFile(file, "utf8")
      const after = before.replace(/[A-Za-z0-9+/]{40,}={0,2}/g, (blob) => keys.get(blob) ?? blob)
      // Writing in place keeps owner and mode.
      if (after !== before) await writeFile(file, after)
    }
  }
}

/** @returns old public keys of one host, each with the new one that stands in its place */
async function renew(root: string, signal: AbortSignal | undefined): Promise<Map<string, string>> {
  const before = await publicKeys(root)
  await runIsolated('exec chroot "$1" sh -euc "$2"', [root, RENEW], {
    purpose: `giving ${root} an identity of its own`,
    env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin" },
    signal,
  })
  const after = await publicKeys(root)
  return new Map([...before].flatMap(([file, old]) => [[old, after.get(file) ?? old] as const]))
}

/**
 * The journal lies below the machine's id: a folder that kept the old name would hide what the service did. Reading the key type from
 * the old pair keeps kinds and comments as the student chose them.
 */
const RENEW = `
old=$(cat /etc/machine-id)
systemd-id128 new > /etc/machine-id
if [ -d "/var/log/journal/$old" ]; then mv "/var/log/journal/$old" "/var/log/journal/$(cat /etc/machine-id)"; fi
rm -f /etc/ssh/ssh_host_*
# A key of 2048 bits takes a fifth of the time of the usual one.
ssh-keygen -q -t rsa -b 2048 -N "" -f /etc/ssh/ssh_host_rsa_key
ssh-keygen -q -A
for public in /home/*/.ssh/id_*.pub; do
  [ -f "$public" ] || continue
  read -r type _ comment < "$public"
  private=\${public%.pub}
  owner=$(stat -c %u:%g "$private")
  rm -f "$private" "$public"
  ssh-keygen -q -t "\${type#ssh-}" -N '' -C "$comment" -f "$private"
  chown "$owner" "$private" "$public"
done
for file in /home/*/*/.env /opt/*/.env; do
  [ -f "$file" ] || continue
  printf 's/^SECRET_API_KEY=..*/SECRET_API_KEY=%s/\\n' "$(openssl rand -hex 32)" | sed --in-place --file=- "$file"
done
`

/** Public keys of a host and of its accounts, by file. */
async function publicKeys(root: string): Promise<Map<string, string>> {
  const accounts = await homes(root)
  const folders = [join(root, "etc/ssh"), ...accounts.map((home) => join(home, ".ssh"))]
  const files = (await Promise.all(folders.map(entries)))
    .flat()
    .filter((file) => /\/(ssh_host_|id_)[^/]*\.pub$/.test(file))
  const keys = await Promise.all(files.map(async (file) => (await readFile(file, "utf8")).split(" ")[1]?.trim()))
  return new Map(files.flatMap((file, index) => (keys[index] === undefined ? [] : [[file, keys[index]] as const])))
}

async function filesNamingKeys(root: string): Promise<string[]> {
  const folders = [...(await homes(root)), join(root, "root"), join(root, "srv/git")].map((home) => join(home, ".ssh"))
  const files = (await Promise.all(folders.map(entries))).flat()
  return files.filter((file) => /\/(authorized_keys|known_hosts)$/.test(file))
}

async function homes(root: string): Promise<string[]> {
  return entries(join(root, "home"))
}

/** Paths of what is in a folder; none where there is no such folder. */
async function entries(folder: string): Promise<string[]> {
  const there = await stat(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined
    throw error
  })
  return there?.isDirectory() ? (await readdir(folder)).map((name) => join(folder, name)) : []
}
