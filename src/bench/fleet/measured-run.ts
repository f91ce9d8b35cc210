import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdir, readFile, rmdir } from "node:fs/promises"
import { cpus } from "node:os"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"

export interface Measured {
  readonly seconds: number
  /** Processor time of the command and all that it started, in seconds. */
  readonly cpuSeconds: number
  /** Processor time that everything else on this machine took meanwhile: the hosts, where nothing else runs. In seconds. */
  readonly elsewhereCpuSeconds: number
  /** The most that the command and all that it started held at once, each shared page counted once. */
  readonly peakMiB: number
  readonly processes: { readonly most: number; readonly all: number }
  /** Programs that carry a connection: how many at once, and how many in all. */
  readonly connections: { readonly most: number; readonly all: number }
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

export interface CommandToMeasure {
  readonly command: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly env?: NodeJS.ProcessEnv
  /** The name of the program that carries a connection. */
  readonly carrier: string
  readonly signal?: AbortSignal | undefined
}

const SAMPLE_MS = 100

/**
 * Runs a command in a control group of its own, so that what it starts is counted with it, also what detaches itself; and looks at the
 * group ten times a second. What is left when the command has ended is ended, too.
 */
export async function measuredRun({ command, args, cwd, env, carrier, signal }: CommandToMeasure): Promise<Measured> {
  const group = join(await unifiedHierarchy(), `bench-fleet-${process.pid}`)
  await mkdir(group)
  try {
    const [before, began] = [busySeconds(), performance.now()]
    const child = spawn("sh", ["-c", 'echo 0 > "$1/cgroup.procs"; shift; exec "$@"', "sh", group, command, ...args], {
      cwd,
      env: { ...process.env, NO_COLOR: "1", ...env },
      stdio: ["ignore", "pipe", "pipe"],
      ...(signal && { signal }),
    })
    const output = { stdout: "", stderr: "" }
    child.stdout.setEncoding("utf8").on("data", (text: string) => (output.stdout += text))
    child.stderr
      .setEncoding("utf8")
      .on("data", (text: string) => (output.stderr = (output.stderr + text).slice(-20_000)))
    const closed = once(child, "close") as Promise<[number | null]>
    const watch = watchGroup(group, carrier)
    // Also when the command was stopped: the group may only go when nobody looks at it any more.
    const seen = closed.then(watch, watch)
    const [code] = await closed.finally(() => seen)
    const seconds = (performance.now() - began) / 1000
    const own = await cpuSeconds(group)
    const elsewhereCpuSeconds = busySeconds() - before - own
    return { seconds, cpuSeconds: own, elsewhereCpuSeconds, ...(await seen), exitCode: code ?? -1, ...output }
  } finally {
    await endGroup(group)
  }
}

/** Samples a group until the returned function is called, which gives what was seen. */
function watchGroup(group: string, carrier: string) {
  const seen = { processes: new Set<number>(), carriers: new Set<number>() }
  const most = { memory: 0, processes: 0, carriers: 0 }
  let stopped = false
  const done = (async () => {
    while (!stopped) {
      const pids = await processesOf(group)
      const facts = await Promise.all(
        pids.map(async (pid) => ({ pid, memory: await memoryOf(pid), name: await nameOf(pid) })),
      )
      const carriers = facts.filter(({ name }) => name === carrier)
      for (const { pid } of facts) seen.processes.add(pid)
      for (const { pid } of carriers) seen.carriers.add(pid)
      most.memory = Math.max(
        most.memory,
        facts.reduce((sum, { memory }) => sum + memory, 0),
      )
      most.processes = Math.max(most.processes, facts.length)
      most.carriers = Math.max(most.carriers, carriers.length)
      await sleep(SAMPLE_MS)
    }
  })()
  return async () => {
    stopped = true
    await done
    return {
      peakMiB: most.memory / 1024,
      processes: { most: most.processes, all: seen.processes.size },
      connections: { most: most.carriers, all: seen.carriers.size },
    }
  }
}

async function unifiedHierarchy(): Promise<string> {
  const mounts = await readFile("/proc/self/mounts", "utf8")
  const found = mounts.split("\n").find((line) => line.split(" ")[2] === "cgroup2")
  const target = found?.split(" ")[1]
  if (target === undefined)
    throw new Error("This machine has no control groups of version 2, by which the bench counts.")
  return target
}

async function processesOf(group: string): Promise<number[]> {
  return (await readFile(join(group, "cgroup.procs"), "utf8"))
    .split("\n")
    .map(Number)
    .filter((pid) => pid > 0)
}

/** Of all cores together, since the machine was started. */
function busySeconds(): number {
  return cpus().reduce((sum, { times: { user, nice, sys, irq } }) => sum + user + nice + sys + irq, 0) / 1000
}

async function cpuSeconds(group: string): Promise<number> {
  const text = await readFile(join(group, "cpu.stat"), "utf8")
  return Number(/^usage_usec (\d+)$/m.exec(text)?.[1] ?? Number.NaN) / 1_000_000
}

/** In KiB; nothing for a process that has ended. */
async function memoryOf(pid: number): Promise<number> {
  return Number(/^Pss:\s+(\d+) kB$/m.exec(await ofProcess(pid, "smaps_rollup"))?.[1] ?? 0)
}

async function nameOf(pid: number): Promise<string> {
  return (await ofProcess(pid, "comm")).trim()
}

async function ofProcess(pid: number, file: string): Promise<string> {
  return readFile(`/proc/${pid}/${file}`, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ESRCH") return ""
    throw error
  })
}

async function endGroup(group: string): Promise<void> {
  for (let round = 0; round < 100; round += 1) {
    for (const pid of await processesOf(group)) {
      try {
        process.kill(pid, "SIGKILL")
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error
      }
    }
    try {
      return await rmdir(group)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EBUSY") throw error
    }
    await sleep(50)
  }
  throw new Error(`Processes of ${group} do not end.`)
}
