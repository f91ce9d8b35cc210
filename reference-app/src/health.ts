import type { Recogniser } from "./inference/recogniser.js"
import type { PredictionStore } from "./storage/store.js"

export interface Health {
  /** Whether the service does its work. */
  readonly well: boolean
  readonly checks: { readonly model_loaded: boolean; readonly database: boolean }
}

export interface HealthParts {
  readonly recogniser: Pick<Recogniser, "ready">
  readonly store: Pick<PredictionStore, "ping">
  /** Without its database the service still does its work: rows wait on disk, or none are kept. */
  readonly worksWithoutDatabase: boolean
}

/** Looks whether the parts that the service stands on answer. Why one does not is reported by the part itself. */
export async function checkHealth({ recogniser, store, worksWithoutDatabase }: HealthParts): Promise<Health> {
  const database = await store.ping().then(
    () => true,
    () => false,
  )
  const model_loaded = recogniser.ready()
  return { well: model_loaded && (database || worksWithoutDatabase), checks: { model_loaded, database } }
}
