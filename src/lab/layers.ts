import { existsSync } from "node:fs"
import { readdir } from "node:fs/promises"
import { join } from "node:path"
import type { BuildOptions } from "./image/atomic-build.js"
import { baseLayer } from "./image/base.js"
import { hashOf } from "./image/hash.js"
import { nodeLayer } from "./image/node-layer.js"
import { npmRegistryLayer } from "./image/npm-registry.js"
import { pythonIndexLayer, pythonLayer } from "./image/python-layers.js"
import { projectFolder } from "./project-folder.js"
import type { HostName, Track } from "./spec.js"

export interface FreshLayers {
  /** Read-only layers of each host without a past, top first. */
  hosts: Record<HostName, string[]>
  /** Key of what a state that installs nothing is made on. */
  system: string
  /** Key of what a state that installs packages is made on. */
  tools: string
}

/** The read-only layers of hosts without a past; built where missing. The hub alone has the registries. */
export async function freshLayers(track: Track, options: BuildOptions): Promise<FreshLayers> {
  const base = await baseLayer(options)
  const node = await nodeLayer({ ...options, base })
  const registries = [await npmRegistryLayer({ ...options, apps: await npmProjects() })]
  if (track === "python") registries.push(await pythonIndexLayer(base, options))
  const python = track === "python" ? await pythonLayer(base, options) : { layers: [], key: "" }
  const student = [node.folder, ...python.layers, base.folder]
  const system = hashOf(base.key, python.key)
  return {
    hosts: { dev: student, prod: student, hub: [...registries, base.folder] },
    system,
    tools: hashOf(system, node.key, registries.slice(1)),
  }
}

/** The reference service in all its states: each has a lock file of its own. */
async function npmProjects(): Promise<string[]> {
  const app = projectFolder("reference-app")
  const states = (await readdir(join(app, "history"))).sort().map((state) => join(app, "history", state))
  return [app, ...states].filter((folder) => existsSync(join(folder, "package-lock.json")))
}
