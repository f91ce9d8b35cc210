import { readFile, readdir } from "node:fs/promises"
import { labsDir } from "../../src/lab/paths.js"

/** Everything of some labs that can be seen on this machine. Labs of other names, which may run at the same time, are left out. */
export async function traces(ours = /test-lab/) {
  const mounts = (await readFile("/proc/self/mounts", "utf8")).split("\n").map((line) => line.split(" ")[1] ?? "")
  return {
    namespaces: (await list("/run/netns")).filter((name) => ours.test(name)),
    mounts: mounts.filter((target) => ours.test(target)),
    groups: (await Promise.all(["systemd", "unified", ""].map((part) => list(`/sys/fs/cgroup/${part}`))))
      .flat()
      .filter((name) => ours.test(name)),
    machines: (await list("/run/systemd/nspawn/propagate")).filter((name) => ours.test(name)),
    files: (await list(labsDir())).filter((name) => ours.test(name)),
    processes: await processes(ours),
  }
}

/** Command lines that name a test lab. */
async function processes(ours: RegExp): Promise<string[]> {
  const lines: string[] = []
  for (const pid of (await list("/proc")).filter((name) => /^\d+$/.test(name))) {
    const line = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")
    // A lab's name is an argument of its supervisor and of systemd-nspawn; test runners carry file names such as test/lab.
    if (ours.test(line) && /supervise|nspawn|nsenter|unshare|mmdebstrap/.test(line))
      lines.push(line.replaceAll("\0", " ").trim())
  }
  return lines.sort()
}

async function list(folder: string): Promise<string[]> {
  return readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return []
    throw error
  })
}
