import { readFile } from "node:fs/promises"
import { homedir } from "node:os"
import { join } from "node:path"
import ssh2, { type ParsedKey } from "ssh2"
import { CourseError } from "../../errors/course-error.js"
import type { SshTarget } from "../../inventory/inventory.js"

/** A private key that is there: ready, or locked by a passphrase. */
export type Identity =
  | { readonly kind: "ready"; readonly file: string; readonly key: ParsedKey }
  | { readonly kind: "locked"; readonly file: string; readonly unlock: (passphrase: string) => ParsedKey }

const USUAL_FILES = ["id_ed25519", "id_ecdsa", "id_rsa"]

/**
 * The private keys to offer: those that were named, then the usual ones of the account.
 * @throws CourseError COURSE_SSH_KEY for a named file that cannot be read
 */
export async function findIdentities(target: SshTarget, home = homedir()): Promise<Identity[]> {
  const named = await Promise.all(target.identityFiles.map((file) => readIdentity(file)))
  if (target.identitiesOnly && target.identityFiles.length > 0) return named
  const usual = USUAL_FILES.map((name) => join(home, ".ssh", name)).filter(
    (file) => !target.identityFiles.includes(file),
  )
  const found = await Promise.all(usual.map((file) => readIdentity(file).catch(() => undefined)))
  return [...named, ...found.filter((each) => each !== undefined)]
}

async function readIdentity(file: string): Promise<Identity> {
  let content: Buffer
  try {
    content = await readFile(file)
  } catch (error) {
    throw new CourseError("COURSE_SSH_KEY", `The private key ${file} cannot be read.`, {
      hint: "Correct identityFile in course.yaml, or make a key: ssh-keygen -t ed25519",
      cause: error,
    })
  }
  const parsed = parse(content)
  if (!(parsed instanceof Error)) return { kind: "ready", file, key: parsed }
  if (/encrypted|passphrase/i.test(parsed.message))
    return { kind: "locked", file, unlock: (passphrase) => unlock(file, content, passphrase) }
  throw new CourseError("COURSE_SSH_KEY", `${file} holds no private key that course can use: ${parsed.message}.`, {
    hint: "Name the private key, not the .pub file. A current one is made by: ssh-keygen -t ed25519",
    cause: parsed,
  })
}

function unlock(file: string, content: Buffer, passphrase: string): ParsedKey {
  const parsed = parse(content, passphrase)
  if (!(parsed instanceof Error)) return parsed
  throw new CourseError("COURSE_SSH_KEY", `The passphrase does not open the private key ${file}.`, {
    hint: `Try it with: ssh-keygen -y -f ${file}`,
    cause: parsed,
  })
}

function parse(content: Buffer, passphrase?: string): ParsedKey | Error {
  // A file may hold several keys, whatever the types of the library say; the first one counts.
  const parsed: ParsedKey | ParsedKey[] | Error = ssh2.utils.parseKey(content, passphrase)
  if (parsed instanceof Error) return parsed
  const [key] = [parsed].flat()
  if (!key?.isPrivateKey()) return new Error("it is a public key")
  return key
}
