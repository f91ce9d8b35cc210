import type { LabDriver } from "../driver.js"
import { freshLayers } from "../layers.js"
import type { BuildOptions } from "../image/atomic-build.js"
import type { HostName, LabState, Track } from "../spec.js"

export interface StateLayersOptions extends BuildOptions {
  name: string
  state: LabState
  track: Track
  driver: LabDriver
}

/** The read-only layers of every host of a state, top first. */
export async function layersOfState({ track, ...options }: StateLayersOptions): Promise<Record<HostName, string[]>> {
  const fresh = await freshLayers(track, options)
  return { dev: fresh, prod: fresh, hub: fresh }
}
