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
import { HOST_NAMES, type HostName, type LabState, type TagState, type Track } from "../spec.js"
import { FRESH_RECIPE } from "./fresh.js"
import type { ProvisionOptions } from "./hands.js"
import { MACHINE_RECIPE } from "./machine-scripts.js"
import { commitsUpTo, referenceRepositories } from "./reference.js"
import { ADVANCE_RECIPE, RELEASE_RECIPE } from "./release-scripts.js"
import { REPOSITORY_RECIPE } from "./repository-scripts.js"
import { toFinished, toRelease } from "./to-release.js"
import { toMachines } from "./to-machines.js"
import { toRepository } from "./to-repository.js"
import { upstreamLayer } from "./upstream.js"

export interface StateLayersOptions extends BuildOptions {
  name: string
  state: LabState
  track: Track
  driver: LabDriver
}

export interface StateLayers {
  /** Read-only layers of each host, top first. */
  hosts: Record<HostName, string[]>
  /** Key of what the state is made of. */
  key: string
}

/**
 * The read-only layers of every host of a state. The first time a state is asked for, hosts of the state before it are brought to it
 * under the lab's own name, and what changed on each becomes a layer of the cache. Labs of one state therefore share host keys and
 * machine ids, as machines restored from one snapshot do.
 */
export async function layersOfState(options: StateLayersOptions): Promise<StateLayers> {
  const { name, state, track, driver, ...build } = options
  const fresh = await freshLayers(track, build)
  const upstream = await upstreamLayer(track, build)
  const { dev, prod, hub } = fresh.hosts
  return layersUpTo(state, { dev, prod, hub: [upstream, ...hub] })

  async function layersUpTo(state: LabState, bottom: Record<HostName, string[]>): Promise<StateLayers> {
    if (state === "fresh") return { hosts: bottom, key: hashOf("fresh", fresh.system, FRESH_RECIPE) }
    const { from, recipe, bring } = WAYS[state]
    const below = await layersUpTo(from, bottom)
    const reference = await referenceRepositories(track, build)
    const commits = state === "B1-complete" ? [] : commitsUpTo(reference, state)
    const tools = INSTALLS_NOTHING.has(state) ? [] : fresh.tools
    const key = hashOf("state", state, track, below.key, tools, commits, recipe)
    const folder = await cached({
      ...build,
      kind: `state-${state}-${track}`,
      key,
      announcement: `Bringing hosts to ${state} of the ${track} track (once for this reference)`,
      build: async (into) => {
        const lab = await makeLab({ name, state: from, track, driver, layers: below.hosts }, build)
        await bring({ driver, name, track, reference, ...build })
        await keepChanges(driver, lab, into)
      },
    })
    const onTop = (host: HostName) => [join(folder, host), ...below.hosts[host]]
    return { hosts: { dev: onTop("dev"), prod: onTop("prod"), hub: onTop("hub") }, key }
  }
}

interface Way {
  /** The state that it starts from. */
  from: LabState
  /** All texts that decide how it comes out. */
  recipe: readonly string[]
  bring: (options: Omit<ProvisionOptions, "state">) => Promise<void>
}

/** A release goes onto what block 2 leaves, not onto the release before it: then one setup is run and not several. */
const release = (state: TagState): Way => ({
  from: "v0.1",
  recipe: RELEASE_RECIPE,
  bring: (options) => toRelease({ ...options, state }),
})

const WAYS: Record<Exclude<LabState, "fresh">, Way> = {
  "B1-complete": {
    from: "fresh",
    recipe: MACHINE_RECIPE,
    bring: (options) => toMachines({ ...options, state: "B1-complete" }),
  },
  "v0.1": {
    from: "B1-complete",
    recipe: REPOSITORY_RECIPE,
    bring: (options) => toRepository({ ...options, state: "v0.1" }),
  },
  "v0.2": release("v0.2"),
  "v0.3": release("v0.3"),
  "v0.4": release("v0.4"),
  "v0.5": release("v0.5"),
  "v0.8": { from: "v0.5", recipe: ADVANCE_RECIPE, bring: (options) => toFinished({ ...options, state: "v0.8" }) },
}

/** These outlive a change of Node.js, of lock files and of the registries. */
const INSTALLS_NOTHING = new Set<LabState>(["B1-complete", "v0.1"])

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
