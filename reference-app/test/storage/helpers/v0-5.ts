import { pathToFileURL } from "node:url"

/** What the service of v0.5 asks its database. */
export const V0_5 = {
  insert: "INSERT INTO predictions (prediction, confidence, model_version) VALUES ($1, $2, $3)",
  newest: `SELECT id, prediction, confidence, model_version, created_at
    FROM predictions ORDER BY created_at DESC, id DESC LIMIT $1`,
} as const

interface OldStore {
  add(row: { prediction: string; confidence: number; modelVersion: string }): Promise<void>
  newest(limit: number): Promise<unknown[]>
  close(): Promise<void>
}

interface OldService {
  openPredictionStore(databaseUrl: string, onIdleError: (error: Error) => void): OldStore
  migrate(databaseUrl: string): Promise<string[]>
}

/** The storage of v0.5 itself, from its sources. */
export async function loadV0_5(folder: string): Promise<OldService> {
  const load = async (name: string): Promise<OldService> =>
    (await import(/* @vite-ignore */ pathToFileURL(`${folder}${name}`).href)) as OldService
  const [{ openPredictionStore }, { migrate }] = await Promise.all([load("db.ts"), load("migrations.ts")])
  return { openPredictionStore, migrate }
}
