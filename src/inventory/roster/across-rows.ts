import type { HostEntry } from "../inventory.js"
import { ROLES } from "./fields.js"
import type { Fault } from "./raw.js"
import type { ReadStudent } from "./read-student.js"

/** What only shows when rows are held against each other: ids and keys that two have, and machines that are named twice. */
export function lookAcross(students: readonly ReadStudent[]): { faults: Fault[]; warnings: Fault[] } {
  const faults: Fault[] = []
  const warnings: Fault[] = []
  const ids = new Map<string, ReadStudent>()
  const keys = new Map<string, ReadStudent>()
  const machines = new Map<string, ReadStudent>()
  const emails = new Map<string, ReadStudent>()
  for (const each of students) {
    const { student, publicKeys, file, fields } = each
    // Files are named by it, and not every file system tells capitals from small letters.
    const before = ids.get(student.id.toLowerCase())
    if (before) {
      const same = before.student.id === student.id ? "" : ` (as ${before.student.id})`
      const message = `${student.id} is in line ${before.fields.place("id").line} already${same}. Every student needs an id of their own.`
      faults.push({ ...fields.place("id"), message })
    }
    ids.set(student.id.toLowerCase(), before ?? each)
    for (const key of publicKeys) {
      const other = keys.get(key)
      if (other && other !== each) {
        const field = fields.has("public_key") ? "public_key" : "public_key_file"
        const message = `${other.student.id} in line ${other.fields.place("id").line} has the same key. A submission has to tell whose it is: ask both for a key of their own.`
        faults.push({ ...fields.place(field), message })
      }
      keys.set(key, other ?? each)
    }
    if (student.email !== undefined) {
      const other = emails.get(student.email.toLowerCase())
      if (other) warnings.push({ ...fields.place("email"), message: `${other.student.id} has the same address.` })
      emails.set(student.email.toLowerCase(), other ?? each)
    }
    for (const role of ROLES) {
      const entry = file.hosts[role]
      if (!entry) continue
      const other = machines.get(wayTo(entry))
      if (other) {
        const whose = other === each ? "it is the same machine as dev" : `${other.student.id} has the same machine`
        warnings.push({ ...fields.place(`${role}_host`), message: `${whose}. Correct it, unless it is meant so.` })
      }
      machines.set(wayTo(entry), other ?? each)
    }
  }
  return { faults, warnings }
}

/** Behind a proxy or a jump host, one address may be many machines. */
function wayTo({ address = "", port = 22, proxyCommand = "", jump = [] }: HostEntry): string {
  return JSON.stringify([address.toLowerCase(), port, proxyCommand, jump])
}
