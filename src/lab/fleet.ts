import type { LabDriver } from "./driver.js"
import { graderKey } from "./inventory-file.js"
import { labPaths } from "./paths.js"
import { waitUntilReady } from "./ready.js"
import type { LabRecord } from "./record.js"
import { authoriseGrader, makeHost } from "./states/fresh.js"
import { HOST_NAMES, type HostName } from "./spec.js"

export interface FleetOptions {
  onProgress: (line: string) => void
  signal?: AbortSignal | undefined
}

/** Makes the network and the hosts' roots; hosts of a later state bring identity and accounts with their layers. */
export async function createHosts(
  driver: LabDriver,
  lab: LabRecord,
  { onProgress, signal }: FleetOptions,
): Promise<void> {
  onProgress(`Preparing ${HOST_NAMES.join(", ")} of lab "${lab.name}"`)
  await driver.network(lab.name, signal)
  const key = await graderKey(lab.name)
  await each(async (host) => {
    const root = await driver.mount(lab.name, host, lab.layers[host])
    if (lab.state === "fresh") await makeHost(root, host, signal)
    await authoriseGrader(root, host, key)
  })
}

/** Boots every host that is off, all at once, and waits until each is usable. */
export async function bootAll(driver: LabDriver, lab: LabRecord, { onProgress, signal }: FleetOptions): Promise<void> {
  onProgress(`Booting ${HOST_NAMES.join(", ")}`)
  await driver.network(lab.name, signal)
  await each(async (host) => {
    await driver.mount(lab.name, host, lab.layers[host])
    await driver.boot(lab.name, host, signal)
  })
  await each((host) => waitUntilReady(driver, lab.name, host, signal))
}

/** Stops every host; after `graceMs` it is killed. */
export async function haltAll(driver: LabDriver, lab: Pick<LabRecord, "name">, graceMs: number): Promise<void> {
  await each((host) => driver.halt(lab.name, host, graceMs))
}

/** The folder of a host's own changes. */
export function changesOf(lab: string, host: HostName): string {
  return labPaths(lab).host(host).upper
}

/** Works on all hosts at once and waits for all before it reports the first failure: nothing may go on behind a cleanup. */
async function each(work: (host: HostName) => Promise<void>): Promise<void> {
  const results = await Promise.allSettled(HOST_NAMES.map(work))
  const failure = results.find((result) => result.status === "rejected")
  if (failure) throw failure.reason
}
