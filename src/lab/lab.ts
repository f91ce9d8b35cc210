import { rm, rmdir } from "node:fs/promises"
import { join } from "node:path"
import { CourseError } from "../errors/course-error.js"
import { execOn, runOn, type LabExecOptions, type LabRunOptions, type LabRunResult } from "./exec.js"
import { bootAll, createHosts, haltAll } from "./fleet.js"
import { writeInventory } from "./inventory-file.js"
import { withLock } from "./lock.js"
import { nspawnDriver } from "./nspawn/driver.js"
import { labCacheDir, labPaths, labsDir } from "./paths.js"
import { waitForService } from "./ready.js"
import { readRecord, recordedLabs, requireRecord, writeRecord, type LabRecord } from "./record.js"
import { requireLab } from "./requirements.js"
import { throwIfInterrupted } from "./run-tool.js"
import {
  DEFAULT_LAB,
  HOSTS,
  HOST_NAMES,
  hasService,
  requireStateOf,
  type HostName,
  type LabState,
  type Track,
} from "./spec.js"
import { listSnapshots, requireSnapshot, requireSnapshotName, restoreSnapshot, takeSnapshot } from "./snapshots.js"
import { giveOwnIdentity } from "./states/own-identity.js"
import { layersOfState } from "./states/state-layers.js"

export type { LabExecOptions, LabRunOptions, LabRunResult } from "./exec.js"
export { DEFAULT_LAB, HOST_NAMES, LAB_STATES, type HostName, type LabState, type Track } from "./spec.js"

const driver = nspawnDriver

export interface LabUpOptions {
  name?: string
  state?: LabState
  track?: Track
  /** Host keys, machine ids and key pairs that no other lab of the state has; else they come with the state's layers. */
  ownIdentity?: boolean
  /** One line per step, for a person. */
  onProgress?: (line: string) => void
  signal?: AbortSignal
}

export interface LabUpResult {
  name: string
  state: LabState
  track: Track
  /** Path of the lab's course.yaml. */
  inventory: string
  /** `already-up`: nothing was done. `started`: hosts that were off run again, with what had been done on them. */
  outcome: "created" | "started" | "already-up"
}

/**
 * Boots a lab and returns when every host is usable. A lab that is up in this state is left alone; what an interrupted command
 * left behind is removed first.
 * @throws CourseError COURSE_LAB_UNSUPPORTED, COURSE_LAB_FAILED, COURSE_INTERRUPTED; nothing of a new lab stays behind then
 */
export async function labUp(options: LabUpOptions = {}): Promise<LabUpResult> {
  const { name = DEFAULT_LAB, state = "fresh", track = "typescript", onProgress = () => undefined, signal } = options
  const { ownIdentity = false } = options
  const { inventory } = labPaths(name)
  requireStateOf(track, state)
  await requireLab()
  return exclusively(name, options, async () => {
    const found = await readRecord(name)
    if (found !== undefined && found !== "unreadable" && found.phase === "ready") {
      if (found.state !== state || found.track !== track) throw otherState(found)
      return { name, state, track, inventory, outcome: await startMissing(found, onProgress, signal) }
    }
    if (found !== undefined || (await driver.remains()).includes(name)) {
      onProgress(`Removing the remains of an interrupted lab "${name}"`)
      await erase(name)
    }
    const build = { onProgress, signal }
    try {
      const { hosts: layers } = await layersOfState({ name, state, track, driver, ...build })
      await create({ name, state, track, layers, ownIdentity }, build)
    } catch (error) {
      onProgress(`Removing what was made of lab "${name}"`)
      await erase(name)
      throw error
    }
    return { name, state, track, inventory, outcome: "created" as const }
  })
}

/** Ends a lab and removes everything of it except caches. @returns false when there was nothing of that name */
export async function labDown({
  name = DEFAULT_LAB,
  onProgress = () => undefined,
}: { name?: string; onProgress?: (line: string) => void } = {}): Promise<boolean> {
  labPaths(name)
  return exclusively(name, { onProgress }, async () => {
    const there = (await recordedLabs()).includes(name) || (await driver.remains()).includes(name)
    if (there) {
      onProgress(`Removing lab "${name}"`)
      await erase(name)
    }
    // What guests held that were ended by other hands, or by a command that was cut.
    await driver.tidy()
    return there
  })
}

export interface LabStatus {
  name: string
  /** `remains`: an interrupted command left something; `course lab down` removes it. */
  phase: "ready" | "creating" | "remains"
  state?: LabState
  track?: Track
  createdAt?: string
  inventory?: string
  hosts: { name: HostName; address: string; running: boolean; pid?: number }[]
  snapshots: string[]
}

/** All labs of this machine, by name. */
export async function labStatus(): Promise<LabStatus[]> {
  if (process.platform !== "linux") return []
  const names = [...new Set([...(await recordedLabs()), ...(await driver.remains())])].sort()
  return Promise.all(
    names.map(async (name): Promise<LabStatus> => {
      const found = await readRecord(name)
      const guests = await driver.status(name)
      const hosts = guests.map(({ host, running, pid }) => {
        return { name: host, address: HOSTS[host].address, running, ...(pid !== undefined && { pid }) }
      })
      const snapshots = await listSnapshots(name)
      if (found === undefined || found === "unreadable") return { name, phase: "remains", hosts, snapshots }
      const { phase, state, track, createdAt } = found
      return { name, phase, state, track, createdAt, inventory: labPaths(name).inventory, hosts, snapshots }
    }),
  )
}

/** Runs a command on a host, streams passed through. @returns its exit status */
export async function labExec(options: Omit<LabExecOptions, "name"> & { name?: string }): Promise<number> {
  const name = options.name ?? DEFAULT_LAB
  await requireRecord(name)
  return execOn(driver, { ...options, name })
}

/** Opens an interactive login shell on a host, on a terminal of the host's own. @returns its exit status */
export function labShell({ name, host, user }: { name?: string; host: HostName; user?: string }): Promise<number> {
  const account = user ?? HOSTS[host].account?.user ?? "root"
  // `script` gives the shell a terminal that exists inside the host: sudo and editors ask for its name there.
  const shell = ["script", "--quiet", "--return", "--command", "exec bash --login", "/dev/null"]
  return labExec({ ...(name !== undefined && { name }), host, user: account, argv: shell })
}

/** Runs a bash script on a host and returns what it printed. */
export async function labRun(options: Omit<LabRunOptions, "name"> & { name?: string }): Promise<LabRunResult> {
  const name = options.name ?? DEFAULT_LAB
  await requireRecord(name)
  return runOn(driver, { ...options, name })
}

/** Powers one host off; after `graceMs` it is killed. `lab up` starts it again. */
export async function labHalt({
  name = DEFAULT_LAB,
  host,
  graceMs = 20_000,
}: {
  name?: string
  host: HostName
  graceMs?: number
}): Promise<void> {
  await exclusively(name, {}, async () => {
    await requireRecord(name)
    await driver.halt(name, host, graceMs)
  })
}

export interface SnapshotOptions {
  name?: string
  snapshot: string
  onProgress?: (line: string) => void
  signal?: AbortSignal
}

/** Keeps the state of all hosts under a name; they are powered off for it and booted again. */
export async function labSnapshot(options: SnapshotOptions): Promise<void> {
  requireSnapshotName(options.snapshot)
  return withHostsOff(options, 20_000, (lab) => takeSnapshot(lab, options.snapshot))
}

/** Brings all hosts back to a snapshot. */
export async function labRestore(options: SnapshotOptions): Promise<void> {
  await requireSnapshot(options.name ?? DEFAULT_LAB, options.snapshot)
  return withHostsOff(options, 0, (lab) => restoreSnapshot(lab, options.snapshot))
}

/** The lab's course.yaml. @throws CourseError COURSE_LAB_UNKNOWN when the lab is not up */
export async function labInventoryPath(name: string = DEFAULT_LAB): Promise<string> {
  await requireRecord(name)
  return labPaths(name).inventory
}

/** The shell command that connects to `%h %p` as the lab's laptop does. */
export function labProxyCommand(name: string = DEFAULT_LAB): string {
  return driver.proxyCommand(name)
}

interface Creation {
  name: string
  state: LabState
  track: Track
  layers: Record<HostName, string[]>
  ownIdentity: boolean
}

async function create({ name, state, track, layers, ownIdentity }: Creation, options: BootOptions): Promise<void> {
  const record: LabRecord = {
    schema: "course.lab/1",
    ...{ name, state, track, layers, driver: "nspawn", phase: "creating" },
    createdAt: new Date().toISOString(),
    made: driver.plan(name),
  }
  await writeRecord(record)
  await createHosts(driver, record, options)
  if (ownIdentity && state !== "fresh") await giveOwnIdentity(name, options.signal)
  await writeInventory(name, track, driver)
  await bootAll(driver, record, options)
  if (hasService(state)) await waitForService(driver, { name, state }, options.signal)
  throwIfInterrupted(options.signal)
  await writeRecord({ ...record, phase: "ready" })
}

interface BootOptions {
  onProgress: (line: string) => void
  signal?: AbortSignal | undefined
}

async function startMissing(
  record: LabRecord,
  onProgress: (line: string) => void,
  signal: AbortSignal | undefined,
): Promise<"started" | "already-up"> {
  const off = (await driver.status(record.name)).filter(({ running }) => !running).map(({ host }) => host)
  if (off.length === 0) {
    onProgress(`Lab "${record.name}" is already up in state ${record.state}`)
    return "already-up"
  }
  onProgress(`Starting ${off.join(", ")} of lab "${record.name}" again`)
  await bootAll(driver, record, { onProgress, signal })
  return "started"
}

async function withHostsOff(options: SnapshotOptions, graceMs: number, work: (lab: string) => Promise<void>) {
  const { name = DEFAULT_LAB, onProgress = () => undefined, signal } = options
  await requireLab()
  await exclusively(name, options, async () => {
    const record = await requireRecord(name)
    onProgress(`Stopping the hosts of lab "${name}"`)
    await haltAll(driver, record, graceMs)
    try {
      for (const host of HOST_NAMES) await driver.unmount(name, host)
      await work(name)
    } finally {
      await bootAll(driver, record, { onProgress, signal })
    }
  })
}

async function erase(name: string): Promise<void> {
  await driver.destroy(name)
  await rm(labPaths(name).dir, { recursive: true, force: true })
  for (const folder of [labsDir(), join(labsDir(), "..")]) {
    try {
      await rmdir(folder)
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code
      // Other labs are there, or the folder is somebody else's.
      if (code === "ENOTEMPTY" || code === "EBUSY" || code === "EACCES" || code === "EPERM" || code === "EROFS") return
      if (code !== "ENOENT") throw error
    }
  }
}

function exclusively<Result>(
  name: string,
  { onProgress, signal }: { onProgress?: (line: string) => void; signal?: AbortSignal },
  work: () => Promise<Result>,
): Promise<Result> {
  const onWait = () => onProgress?.(`Waiting for another command that works on lab "${name}"`)
  return withLock(join(labCacheDir(), "locks", `lab-${name}`), { signal, onWait }, work)
}

function otherState({ name, state, track }: LabRecord): CourseError {
  return new CourseError("COURSE_USAGE", `Lab "${name}" is up already, in state ${state} of the ${track} track.`, {
    hint: `Take it down first (course lab down --name ${name}), or give the new one another name (--name).`,
  })
}
