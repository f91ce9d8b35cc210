import { createHash } from "node:crypto"
import { invalidSubmission } from "./read-bundle.js"

/** What a signature of `ssh-keygen -Y sign` says about itself. Nothing of it is proven. */
export interface SshSignature {
  /** Base64, as in a line of authorized_keys. */
  readonly publicKey: string
  readonly fingerprint: string
  readonly namespace: string
}

const ARMOR = /^-----BEGIN SSH SIGNATURE-----\r?\n([A-Za-z0-9+/=\r\n]+)\r?\n-----END SSH SIGNATURE-----\s*$/
const MAGIC = Buffer.from("SSHSIG")

/**
 * Reads the armoured signature, in the format of OpenSSH's PROTOCOL.sshsig.
 * @throws CourseError COURSE_SUBMISSION_INVALID when it is none
 */
export function parseSshSignature(armored: string): SshSignature {
  const body = ARMOR.exec(armored)?.[1]
  const bytes = Buffer.from(body ?? "", "base64")
  const version = bytes.length >= 10 ? bytes.readUInt32BE(MAGIC.length) : undefined
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC) || version !== 1) throw notOne()
  const key = lengthPrefixed(bytes, MAGIC.length + 4)
  const namespace = lengthPrefixed(bytes, key.end)
  return {
    publicKey: key.content.toString("base64"),
    fingerprint: fingerprintOf(key.content),
    namespace: namespace.content.toString("utf8"),
  }
}

/** As `ssh-keygen -l` prints it. */
export function fingerprintOf(publicKey: Buffer): string {
  return `SHA256:${createHash("sha256").update(publicKey).digest("base64").replace(/=+$/, "")}`
}

function lengthPrefixed(bytes: Buffer, at: number): { content: Buffer; end: number } {
  if (at + 4 > bytes.length) throw notOne()
  const end = at + 4 + bytes.readUInt32BE(at)
  if (end > bytes.length) throw notOne()
  return { content: bytes.subarray(at + 4, end), end }
}

function notOne(): Error {
  return invalidSubmission("Its record signature is no signature of ssh-keygen.")
}
