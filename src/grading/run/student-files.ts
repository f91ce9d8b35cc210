import { createHash } from "node:crypto"
import path from "node:path"

/**
 * The file with the host keys of one student's machines, so that no student's machine can vouch for another's. Ids are untrusted: the
 * name keeps what is harmless of one, and a hash tells apart what then looks alike.
 * @param folder of the gradebook
 */
export function knownHostsOf(folder: string, studentId: string): string {
  const readable = studentId.replace(/[^A-Za-z0-9_-]/g, "_").slice(0, 40)
  const hash = createHash("sha256").update(studentId).digest("hex").slice(0, 12)
  return path.join(folder, "known_hosts", `${readable}-${hash}`)
}
