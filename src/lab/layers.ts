import { existsSync } from "node:fs"
import { readdir } from "node:fs/promises"
import { join } from "node:path"
import { baseLayer, pythonLayer } from "./image/base.js"
import type { BuildOptions } from "./image/atomic-build.js"
import { nodeLayer } from "./image/node-layer.js"
import { projectFolder } from "./project-folder.js"
import type { Track } from "./spec.js"

/** The read-only layers of a host without a past, top first; built where missing. */
export async function freshLayers(track: Track, options: BuildOptions): Promise<string[]> {
  const base = await baseLayer(options)
  const node = await nodeLayer({ ...options, base, apps: await npmProjects() })
  const python = track === "python" ? [await pythonLayer(base, options)] : []
  return [node, ...python, base.folder]
}

/** The reference service in all its states: each has a lock file of its own. */
async function npmProjects(): Promise<string[]> {
  const app = projectFolder("reference-app")
  const states = (await readdir(join(app, "history"))).sort().map((state) => join(app, "history", state))
  return [app, ...states].filter((folder) => existsSync(join(folder, "package-lock.json")))
}
