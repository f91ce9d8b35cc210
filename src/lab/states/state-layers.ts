import { rm } from "node:fs/promises"
import { join } from "node:path"
import type { LabDriver } from "../driver.js"
import { bootAll, changesOf, createHosts, haltAll } from "../fleet.js"
import { cached, type BuildOptions } from "../image/atomic-build.js"
import { hashOf } from "../image/hash.js"
import { freshLayers } from "../layers.js"
import { labPaths } from "../paths.js"
import { runTool } from "../run-tool.js"
import { writeRecord, type LabRecord } from "../record.js"
import { HOST_NAMES, type HostName, type LabState, type Track } from "../spec.js"
import { FRESH_RECIPE } from "./fresh.js"
import { provision } from "./provision.js"
import { commitsUpTo, referenceRepositories } from "./reference.js"
import { PROVISION_RECIPE } from "./scripts.js"

export interface StateLayersOptions extends BuildOptions {
  name: string
  state: LabState
  track: Track
  driver: LabDriver
}

/**
 * The read-only layers of every host of a state, top first. The first time a state is asked for, fresh hosts are brought to it
 * under the lab's own name, and what changed on each becomes a layer of the cache. Labs of one state therefore share host keys and
 * machine ids, as machines restored from one snapshot do.
 */
export async function layersOfState({ name, state, track, driver, ...build }: StateLayersOptions) {
  const below = await freshLayers(track, build)
  const fresh: Record<HostName, string[]> = { dev: below, prod: below, hub: below }
  if (state === "fresh") return fresh
  const reference = await referenceRepositories(track, build)
  const folder = await cached({
    ...build,
    kind: `state-${state}-${track}`,
    key: hashOf("state", state, track, below, commitsUpTo(reference, state), FRESH_RECIPE, PROVISION_RECIPE),
    announcement: `Bringing hosts to ${state} of the ${track} track (once for this reference, about a minute)`,
    build: async (into) => {
      const lab = await makeFresh({ name, track, driver, layers: fresh }, build)
      await provision({ driver, name, state, track, reference, ...build })
      await keepChanges(driver, lab, into)
    },
  })
  const onTop = (host: HostName) => [join(folder, host), ...below]
  return { dev: onTop("dev"), prod: onTop("prod"), hub: onTop("hub") }
}

interface FreshLab {
  name: string
  track: Track
  driver: LabDriver
  layers: Record<HostName, string[]>
}

async function makeFresh({ driver, ...lab }: FreshLab, options: BuildOptions): Promise<LabRecord> {
  const record: LabRecord = {
    schema: "course.lab/1",
    ...{ ...lab, state: "fresh", driver: "nspawn", phase: "creating" },
    createdAt: new Date().toISOString(),
    made: driver.plan(lab.name),
  }
  await writeRecord(record)
  await createHosts(driver, record, options)
  await bootAll(driver, record, options)
  return record
}

/** Powers the hosts off in good order, so that databases and journals are complete, and moves their changes away. */
async function keepChanges(driver: LabDriver, lab: LabRecord, into: string): Promise<void> {
  await haltAll(driver, lab, 30_000)
  for (const host of HOST_NAMES) await driver.unmount(lab.name, host)
  for (const host of HOST_NAMES) {
    // The cache may lie on another file system: mv then copies, with all attributes that the overlay keeps.
    await runTool("mv", ["--no-target-directory", changesOf(lab.name, host), join(into, host)], {
      purpose: `keeping the changes of ${host}`,
    })
  }
  await driver.destroy(lab.name)
  await rm(labPaths(lab.name).dir, { recursive: true, force: true })
}
