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
import { advance, provision } from "./provision.js"
import { commitsUpTo, referenceRepositories } from "./reference.js"
import { ADVANCE_RECIPE, PROVISION_RECIPE } from "./scripts.js"

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
export async function layersOfState({
  name,
  state,
  track,
  driver,
  ...build
}: StateLayersOptions): Promise<Record<HostName, string[]>> {
  if (state === "fresh") {
    const layers = await freshLayers(track, build)
    return { dev: layers, prod: layers, hub: layers }
  }
  // The finished service is deployed onto what a student has by then; the earlier states start from nothing.
  const start = state === "v0.8" ? "v0.5" : "fresh"
  const recipe = state === "v0.8" ? ADVANCE_RECIPE : [FRESH_RECIPE, PROVISION_RECIPE]
  const below = await layersOfState({ name, state: start, track, driver, ...build })
  const reference = await referenceRepositories(track, build)
  const folder = await cached({
    ...build,
    kind: `state-${state}-${track}`,
    key: hashOf("state", state, track, keyOf(below), commitsUpTo(reference, state), ...recipe),
    announcement: `Bringing hosts to ${state} of the ${track} track (once for this reference, about a minute)`,
    build: async (into) => {
      const lab = await makeLab({ name, state: start, track, driver, layers: below }, build)
      const bring = state === "v0.8" ? advance : provision
      await bring({ driver, name, state, track, reference, ...build })
      await keepChanges(driver, lab, into)
    },
  })
  const onTop = (host: HostName) => [join(folder, host), ...below[host]]
  return { dev: onTop("dev"), prod: onTop("prod"), hub: onTop("hub") }
}

/** Hosts of one state differ in their own layer only; a fresh lab's are the same. */
function keyOf(layers: Record<HostName, string[]>): string[] {
  return [...new Set(Object.values(layers).flat())]
}

interface NewLab {
  name: string
  state: LabState
  track: Track
  driver: LabDriver
  layers: Record<HostName, string[]>
}

async function makeLab({ driver, ...lab }: NewLab, options: BuildOptions): Promise<LabRecord> {
  const record: LabRecord = {
    schema: "course.lab/1",
    ...{ ...lab, driver: "nspawn", phase: "creating" },
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
