import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { stringify } from "csv-stringify/sync"
import writeFileAtomic from "write-file-atomic"
import { parse } from "yaml"
import { z } from "zod"
import { labPaths } from "../paths.js"
import { HOSTS } from "../spec.js"
import { classPaths, type ClassRecord, type ClassStudent } from "./record.js"

const scalar = z.union([z.string(), z.number(), z.boolean()])
const machine = z.object({
  address: z.string(),
  user: z.string(),
  identityFile: z.string(),
  proxyCommand: z.string(),
  sudoPasswordFile: z.string(),
  knownHostsFile: z.string(),
})
const labInventory = z.object({
  hosts: z.object({ dev: machine, prod: machine }),
  settings: z.record(z.string(), scalar),
})
type LabInventory = z.infer<typeof labInventory>

/**
 * Writes the roster of a class from what each lab says of itself. All machines have the addresses of the lecture, each pair on a
 * network of its own; what tells them apart is the command that connects and the file with the host keys.
 */
export async function writeRoster({ name, students }: Pick<ClassRecord, "name" | "students">): Promise<string> {
  const rows = await Promise.all(students.map(async (student) => row(student, await inventoryOf(student))))
  const columns = Object.keys(rows[0] ?? {})
  const { roster } = classPaths(name)
  await writeFileAtomic(roster, stringify(rows, { header: true, columns }), { mode: 0o600 })
  return roster
}

async function inventoryOf({ lab }: ClassStudent): Promise<LabInventory> {
  return labInventory.parse(parse(await readFile(labPaths(lab).inventory, "utf8")))
}

async function row(student: ClassStudent, { hosts, settings }: LabInventory): Promise<Record<string, string>> {
  const { id, name, email, group, track, lab } = student
  const cells: Record<string, string> = { id, name, email, group, track, public_key: await publicKey(lab) }
  for (const role of ["dev", "prod"] as const) {
    const { address, user, identityFile, proxyCommand, sudoPasswordFile, knownHostsFile } = hosts[role]
    Object.assign(cells, {
      [`${role}_host`]: address,
      [`${role}_port`]: "22",
      [`${role}_user`]: user,
      [`${role}_key`]: identityFile,
      [`${role}_proxy_command`]: proxyCommand,
      [`${role}_known_hosts`]: knownHostsFile,
      [`${role}_sudo_password_file`]: sudoPasswordFile,
    })
  }
  for (const [setting, value] of Object.entries(settings)) cells[`settings.${setting}`] = String(value)
  return cells
}

/** What the student signs with: the key pair of dev's account. None before block 1 is done. */
async function publicKey(lab: string): Promise<string> {
  const home = join(labPaths(lab).host("dev").root, "home", HOSTS.dev.account?.user ?? "")
  const text = await readFile(join(home, ".ssh/id_ed25519.pub"), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return ""
    throw error
  })
  return text.split(" ").slice(0, 2).join(" ").trim()
}
