import { readdir, readFile } from "node:fs/promises"

/** Linux counts in hundredths of a second whatever the kernel's own clock is. */
const TICKS_PER_SECOND = 100

interface Member {
  pid: number
  parent: number
  /** Of its own and of children that have ended. */
  seconds: number
}

/** CPU time that a process and all its descendants used so far, those included that have ended. In seconds. */
export async function cpuOfFamily(pid: number): Promise<number> {
  const numbers = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number)
  const members = (await Promise.all(numbers.map(memberOf))).filter((member) => member !== undefined)
  const family = new Set([pid])
  for (let grown = -1; grown !== family.size;) {
    grown = family.size
    for (const member of members) if (family.has(member.parent)) family.add(member.pid)
  }
  return members.filter((member) => family.has(member.pid)).reduce((sum, { seconds }) => sum + seconds, 0)
}

/** Undefined for a process that has just ended. */
async function memberOf(pid: number): Promise<Member | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined)
  if (stat === undefined) return undefined
  // The name in parentheses may hold blanks; the numbers begin after it, with the third field.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ")
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0)
  return { pid, parent: Number(fields[1]), seconds: ticks / TICKS_PER_SECOND }
}
