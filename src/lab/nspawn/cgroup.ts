import { mkdir, readdir, readFile, rmdir } from "node:fs/promises"
import { join } from "node:path"
import { CourseError } from "../../errors/course-error.js"
import { poll } from "../poll.js"

/**
 * Control groups of guests. Everything a guest runs, and the supervisor that starts it again, stays below one group, so that
 * ending the group ends the guest whatever its processes do. On version 1 and hybrid machines the group exists in systemd's
 * own hierarchy and in the unified one, on version 2 machines only in the latter.
 */
export async function makeGroup(name: string): Promise<string[]> {
  const groups = (await hierarchies()).map((hierarchy) => join(hierarchy, name))
  if (groups.length === 0) {
    throw new CourseError("COURSE_LAB_UNSUPPORTED", "This machine has no control groups that systemd can use.", {
      hint: "Mount them: mount -t cgroup2 none /sys/fs/cgroup (containers usually forbid this; use a virtual machine)",
    })
  }
  // The supervisor waits beside the guest's processes: version 2 allows no processes in a group that has subgroups.
  for (const group of groups) {
    await mkdir(join(group, "guest"), { recursive: true })
    await mkdir(join(group, "watch"), { recursive: true })
  }
  return groups
}

/** All process ids in a group and below it. */
export async function groupProcesses(name: string, below = ""): Promise<number[]> {
  const found = new Set<number>()
  for (const hierarchy of await hierarchies()) {
    for (const directory of await subgroups(join(hierarchy, name, below))) {
      const text = await readIfThere(join(directory, "cgroup.procs"))
      for (const line of text.split("\n")) if (/^[1-9]\d*$/.test(line)) found.add(Number(line))
    }
  }
  return [...found]
}

/** A process that was killed ends once the disk has what it was writing, which takes its time on a busy machine. */
const END_MS = 120_000

/** Ends every process of a group and removes it. A missing group is fine. */
export async function removeGroup(name: string): Promise<void> {
  const gone = await poll(
    async () => {
      for (const pid of await groupProcesses(name)) kill(pid)
      return (await removeDirectories(name)) ? true : undefined
    },
    { timeoutMs: END_MS, intervalMs: 20 },
  )
  if (gone === undefined) {
    const left = await groupProcesses(name)
    const told = (await Promise.all(left.map(whatItWaitsFor))).join(", ")
    throw new CourseError("COURSE_LAB_FAILED", `Processes of ${name} do not end: ${told || "unknown"}.`, {
      hint: `See what they wait for: ps -o pid,stat,wchan,args -p ${left.join(",")}. Then run course lab down again.`,
    })
  }
}

/** Its id, name, state and the place in the kernel where it waits, as far as they are known. */
async function whatItWaitsFor(pid: number): Promise<string> {
  const [status, place] = await Promise.all([readIfThere(`/proc/${pid}/status`), readIfThere(`/proc/${pid}/wchan`)])
  const field = (key: string): string => new RegExp(`^${key}:\\s*(.*)$`, "m").exec(status)?.[1] ?? ""
  const facts = [field("Name"), field("State"), place].filter((fact) => fact !== "" && fact !== "0")
  return facts.length === 0 ? String(pid) : `${pid} (${facts.join(", ")})`
}

/** Names of our groups that exist. */
export async function groupNames(): Promise<string[]> {
  const names = new Set<string>()
  for (const hierarchy of await hierarchies()) {
    for (const entry of (await directories(hierarchy)) ?? []) if (entry.startsWith("course-")) names.add(entry)
  }
  return [...names]
}

/** Mount points of the hierarchies that systemd keeps its units in. */
async function hierarchies(): Promise<string[]> {
  const mounts = await readFile("/proc/self/mounts", "utf8")
  const found = mounts.split("\n").flatMap((line) => {
    const [, target, type, options] = line.split(" ")
    if (target === undefined || !target.startsWith("/sys/fs/cgroup")) return []
    if (type === "cgroup2") return [target]
    return type === "cgroup" && options?.split(",").includes("name=systemd") ? [target] : []
  })
  return [...new Set(found)]
}

async function removeDirectories(name: string): Promise<boolean> {
  let removed = true
  for (const hierarchy of await hierarchies()) {
    const deepestFirst = (await subgroups(join(hierarchy, name))).reverse()
    for (const directory of deepestFirst) {
      try {
        await rmdir(directory)
      } catch (error) {
        const code = (error as NodeJS.ErrnoException).code
        if (code === "EBUSY" || code === "ENOTEMPTY") removed = false
        else if (code !== "ENOENT") throw error
      }
    }
  }
  return removed
}

/** A group and all groups below it, parents before children; empty where there is none. */
async function subgroups(directory: string): Promise<string[]> {
  const children = await directories(directory)
  if (children === undefined) return []
  const below = await Promise.all(children.map((child) => subgroups(join(directory, child))))
  return [directory, ...below.flat()]
}

async function directories(path: string): Promise<string[] | undefined> {
  try {
    return (await readdir(path, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map(({ name }) => name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined
    throw error
  }
}

async function readIfThere(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8")
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    // The group may vanish while it is read, and a threaded group has no list of processes.
    if (code === "ENOENT" || code === "ESRCH" || code === "ENODEV" || code === "EOPNOTSUPP") return ""
    throw error
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL")
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error
  }
}
