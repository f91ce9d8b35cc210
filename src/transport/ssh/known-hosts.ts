import { createHash, createHmac } from "node:crypto"
import { appendFile, chmod, mkdir, readFile, rename, writeFile } from "node:fs/promises"
import { dirname } from "node:path"
import { CourseError } from "../../errors/course-error.js"

/** One usable line of a known_hosts file. */
interface Entry {
  readonly line: number
  readonly revoked: boolean
  readonly hosts: string
  readonly type: string
  /** The key itself, in base64. */
  readonly key: string
}

/** What the known_hosts files say about a key. */
export type KeyStanding =
  | { readonly kind: "known" | "new" | "revoked" }
  /** Other keys are known for this host, the first of them in `where`. */
  | { readonly kind: "changed"; readonly where: string }

/** The name of a host in known_hosts: the bare address on port 22, else `[address]:port`. */
export function knownHostsName(address: string, port: number): string {
  const name = address.toLowerCase()
  return port === 22 ? name : `[${name}]:${port}`
}

/** Fingerprint as OpenSSH prints it. */
export function fingerprint(key: Buffer): string {
  return `SHA256:${createHash("sha256").update(key).digest("base64").replace(/=+$/, "")}`
}

/** The type that a public key names itself: `ssh-ed25519`. */
export function keyType(key: Buffer): string {
  if (key.length < 4) return "unknown"
  return key.subarray(4, 4 + key.readUInt32BE(0)).toString("latin1")
}

/** known_hosts files, in the order of their authority: the first that knows a host decides, but a revoked key is refused by any. */
export class KnownHosts {
  readonly #files: readonly { path: string; entries: readonly Entry[] }[]

  private constructor(files: readonly { path: string; entries: readonly Entry[] }[]) {
    this.#files = files
  }

  /** @throws CourseError COURSE_FILE_UNREADABLE for a file that is there but cannot be read */
  static async read(paths: readonly string[]): Promise<KnownHosts> {
    return new KnownHosts(
      await Promise.all(paths.map(async (path) => ({ path, entries: parse(await readIfThere(path)) }))),
    )
  }

  standing(name: string, key: Buffer): KeyStanding {
    const text = key.toString("base64")
    const about = this.#files.map(({ path, entries }) => ({
      path,
      entries: entries.filter(({ hosts }) => matches(hosts, name)),
    }))
    if (about.some(({ entries }) => entries.some((entry) => entry.revoked && entry.key === text)))
      return { kind: "revoked" }
    for (const { path, entries } of about) {
      const trusted = entries.filter(({ revoked }) => !revoked)
      const [first] = trusted
      if (!first) continue
      if (trusted.some((entry) => entry.key === text)) return { kind: "known" }
      return { kind: "changed", where: `${path}:${first.line}` }
    }
    return { kind: "new" }
  }

  /** The types of the keys known for a host, so that the server is asked for one of these. */
  types(name: string): string[] {
    for (const { entries } of this.#files) {
      const types = entries.filter(({ hosts, revoked }) => !revoked && matches(hosts, name)).map(({ type }) => type)
      if (types.length > 0) return [...new Set(types)]
    }
    return []
  }
}

/** Adds a key to a known_hosts file, which is created where it is missing. */
export async function rememberKey(path: string, name: string, key: Buffer): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const before = await readIfThere(path)
  const gap = before === "" || before.endsWith("\n") ? "" : "\n"
  await appendFile(path, `${gap}${entryLine(name, key)}`, { mode: 0o600 })
  await chmod(path, 0o600)
}

/** Puts a key in the place of all that a known_hosts file holds for the host. */
export async function replaceKey(path: string, name: string, key: Buffer): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const kept = (await readIfThere(path)).split("\n").filter((line) => {
    const [entry] = parse(line)
    return line.trim() !== "" && (!entry || !matches(entry.hosts, name))
  })
  const temporary = `${path}.${process.pid}.new`
  await writeFile(temporary, [...kept, entryLine(name, key)].join("\n"), { mode: 0o600 })
  await rename(temporary, path)
}

function entryLine(name: string, key: Buffer): string {
  return `${name} ${keyType(key)} ${key.toString("base64")}\n`
}

async function readIfThere(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8")
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR")) return ""
    throw new CourseError("COURSE_FILE_UNREADABLE", `The known hosts in ${path} cannot be read: ${String(error)}.`, {
      hint: "Make the file readable for yourself.",
      cause: error,
    })
  }
}

function parse(text: string): Entry[] {
  return text.split(/\r?\n/).flatMap((line, index) => {
    const fields = line.trim().split(/\s+/)
    const marker = fields[0]?.startsWith("@") ? fields.shift() : undefined
    const [hosts, type, key] = fields
    // Certificate authorities are not used: a host that shows a certificate's plain key is then simply new.
    if (!hosts || hosts.startsWith("#") || !type || !key || marker === "@cert-authority") return []
    return [{ line: index + 1, revoked: marker === "@revoked", hosts, type, key }]
  })
}

function matches(hosts: string, name: string): boolean {
  if (hosts.startsWith("|1|")) {
    const [, , salt, hash] = hosts.split("|")
    if (!salt || !hash) return false
    return createHmac("sha1", Buffer.from(salt, "base64")).update(name).digest("base64") === hash
  }
  let matched = false
  for (const pattern of hosts.toLowerCase().split(",")) {
    const negated = pattern.startsWith("!")
    if (!wildcard(negated ? pattern.slice(1) : pattern).test(name)) continue
    if (negated) return false
    matched = true
  }
  return matched
}

function wildcard(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll("*", ".*")
    .replaceAll("?", ".")
  return new RegExp(`^${source}$`)
}
