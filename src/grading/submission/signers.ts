import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { SIGNATURE_NAMESPACE } from "./format.js"
import { invalidSubmission, type Bundle } from "./read-bundle.js"
import { sshKeygen } from "./ssh-keygen.js"
import { parseSshSignature } from "./ssh-signature.js"

/** A student by their public keys, as in lines of authorized_keys. */
export interface Signer {
  readonly id: string
  readonly publicKeys: readonly string[]
}

/** The students of a roster, to whom a bundle's signature may belong. */
export interface Signers {
  /**
   * Proves who signed a bundle.
   * @throws CourseError COURSE_SUBMISSION_INVALID when it was nobody of the roster, another student than it says, or somebody for another purpose
   */
  verify(bundle: Bundle): Promise<{ student: string; fingerprint: string }>
  close(): Promise<void>
}

const KEY = /(?:^|\s)((?:ssh|ecdsa|sk-ssh|sk-ecdsa)-[a-z0-9@.-]+)\s+([A-Za-z0-9+/]+={0,2})(?=\s|$)/

/** Writes the allowed_signers of a roster into a folder of its own. */
export async function openSigners(students: readonly Signer[]): Promise<Signers> {
  const holders = new Map<string, string[]>()
  const lines: string[] = []
  students.forEach(({ id, publicKeys }, index) => {
    for (const line of publicKeys) {
      const [, type, key] = KEY.exec(line) ?? []
      if (type === undefined || key === undefined) continue
      holders.set(key, [...new Set([...(holders.get(key) ?? []), id])])
      // The place in the roster and not the id: in an id, `*` or a comma would be a pattern.
      lines.push(`${principal(index)} namespaces="${SIGNATURE_NAMESPACE}" ${type} ${key}`)
    }
  })
  const places = new Map(students.map(({ id }, index) => [id, index]))
  const folder = await mkdtemp(path.join(tmpdir(), "course-signers-"))
  const allowed = path.join(folder, "allowed_signers")
  await writeFile(allowed, `${lines.join("\n")}\n`, { mode: 0o600 })
  return {
    verify: async ({ manifest, signed, signature }) => {
      const { publicKey, fingerprint, namespace } = parseSshSignature(signature)
      if (namespace !== SIGNATURE_NAMESPACE)
        throw invalidSubmission(
          `Its signature was made for "${namespace.slice(0, 60)}" and not for "${SIGNATURE_NAMESPACE}".`,
        )
      const student = signerOf(manifest.student, holders.get(publicKey) ?? [], fingerprint, places)
      const file = path.join(folder, "signature")
      await writeFile(file, signature, { mode: 0o600 })
      const who = ["-I", principal(places.get(student) ?? -1), "-n", SIGNATURE_NAMESPACE]
      const { ok } = await sshKeygen(["-Y", "verify", "-f", allowed, ...who, "-s", file], { input: signed })
      if (!ok)
        throw invalidSubmission(
          `Its manifest is not what ${fingerprint} signed: the record manifest or the record signature was changed.`,
        )
      return { student, fingerprint }
    },
    close: () => rm(folder, { recursive: true, force: true }),
  }
}

function principal(index: number): string {
  return `student-${index}`
}

function signerOf(
  claimed: string | undefined,
  holders: readonly string[],
  fingerprint: string,
  known: ReadonlyMap<string, unknown>,
): string {
  if (claimed !== undefined && !known.has(claimed))
    throw invalidSubmission(
      `It says it is of "${claimed}", and nobody in the roster has that id.`,
      "Correct the roster, or ask the student which id they gave with --student.",
    )
  const [first, ...others] = holders
  if (first === undefined)
    throw invalidSubmission(
      `It was signed with the key ${fingerprint}, which is nobody's in the roster${claimed === undefined ? "" : `; it says it is of ${claimed}`}.`,
      "Compare with `ssh-keygen -lf FILE.pub` of the student, and put the right public key into the roster.",
    )
  if (claimed !== undefined) {
    if (holders.includes(claimed)) return claimed
    throw invalidSubmission(
      `It says it is of ${claimed}, but it was signed with the key of ${holders.join(" and ")} (${fingerprint}).`,
      "Nothing of it was graded. Talk to both: a key belongs to one person.",
    )
  }
  if (others.length === 0) return first
  throw invalidSubmission(
    `Its key ${fingerprint} stands in the roster for ${holders.join(" and ")}, so nobody can tell whose it is.`,
    "Ask each of them for a key of their own, or to hand in with `course submit --student ID`.",
  )
}
