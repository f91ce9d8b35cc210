import { readFile } from "node:fs/promises"
import { groupProcesses } from "./cgroup.js"

/** The guest's init as a process id of this machine: process 1 of the only process namespace below ours. */
export async function leaderOf(guest: string): Promise<number | undefined> {
  for (const pid of await groupProcesses(guest, "guest")) {
    const ids = await namespaceIds(pid)
    if (ids.length === 2 && ids[1] === 1) return pid
  }
  return undefined
}

async function namespaceIds(pid: number): Promise<number[]> {
  try {
    const status = await readFile(`/proc/${pid}/status`, "utf8")
    if (/^State:\s+Z/m.test(status)) return []
    return (/^NSpid:\s+(.*)$/m.exec(status)?.[1] ?? "").split(/\s+/).map(Number)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === "ENOENT" || code === "ESRCH") return []
    throw error
  }
}
