import type { PGlite } from "@electric-sql/pglite"

/** A gradebook is small. PGlite's own 128 MB would be taken at once and for good. */
const SHARED_BUFFERS = "8MB"
const TIMESTAMPTZ = 1184
const INT8 = 20
const NUMERIC = 1700

/** Starts the embedded PostgreSQL on a folder, which is made where missing; without a folder in memory. */
export async function startPglite(dataDir: string | undefined): Promise<PGlite> {
  const { PGlite } = await import("@electric-sql/pglite")
  const db = new PGlite({
    ...(dataDir === undefined ? {} : { dataDir }),
    startParams: [...PGlite.defaultStartParams, "-c", `shared_buffers=${SHARED_BUFFERS}`],
    parsers: { [TIMESTAMPTZ]: (text) => new Date(text).toISOString(), [INT8]: Number, [NUMERIC]: Number },
  })
  await db.waitReady
  return db
}
