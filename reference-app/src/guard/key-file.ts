import { hash } from "node:crypto"
import { readFileSync, statSync } from "node:fs"

/** A key that opens the service: its name for logs and limits, and the digest that a presented key is held against. */
export interface NamedKey {
  readonly name: string
  readonly digest: Buffer
}

/** A key file cannot be used; the message names file and line and repeats no key. */
export class KeyFileError extends Error {
  override readonly name = "KeyFileError"
}

const NAME = /^[A-Za-z0-9._-]{1,64}$/
const DIGEST = /^sha256:([0-9a-f]{64})$/i
/** Read by others, or written by anyone but the owner. */
const TOO_OPEN = 0o026

/**
 * Reads the lines of a key file: `name:key` or `name:sha256:<hex>`; blank lines and lines that begin with # are free.
 * @throws KeyFileError for the first line that cannot be used: half a file of keys is no file of keys.
 */
export function parseKeys(text: string, path: string): NamedKey[] {
  const keys: NamedKey[] = []
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim()
    if (line === "" || line.startsWith("#")) continue
    const problem = (what: string): KeyFileError => new KeyFileError(`${path}, line ${index + 1}: ${what}`)
    const colon = line.indexOf(":")
    const [name, value] = [line.slice(0, colon).trim(), line.slice(colon + 1).trim()]
    if (colon < 0 || !NAME.test(name)) throw problem("write name:key, with a name of letters, digits, dot, _ and -")
    if (value === "") throw problem(`the key of ${name} is empty`)
    const digest = readDigest(value)
    if (digest === undefined) throw problem(`the digest of ${name} is not 64 hexadecimal digits`)
    if (keys.some((key) => key.name === name)) throw problem(`there are two keys named ${name}`)
    if (keys.some((key) => key.digest.equals(digest))) throw problem(`${name} has the key of another name`)
    keys.push({ name, digest })
  }
  return keys
}

/** The text of a key file. @throws KeyFileError when it cannot be read. */
export function readKeyFile(path: string): string {
  try {
    return readFileSync(path, "utf8")
  } catch (cause) {
    throw new KeyFileError(`${path} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    })
  }
}

/** The rights of the file, such as "644", if they let others in; undefined if they are fine or the file is gone. */
export function tooOpen(path: string): string | undefined {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat === undefined || (stat.mode & TOO_OPEN) === 0) return undefined
  return (stat.mode & 0o777).toString(8).padStart(3, "0")
}

/** The digest of a key's bytes. */
export function digestOf(bytes: Buffer): Buffer {
  return hash("sha256", bytes, "buffer")
}

function readDigest(value: string): Buffer | undefined {
  const hex = DIGEST.exec(value)?.[1]
  if (hex !== undefined) return Buffer.from(hex, "hex")
  return value.startsWith("sha256:") ? undefined : digestOf(Buffer.from(value, "utf8"))
}
