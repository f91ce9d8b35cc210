import { setFlagsFromString } from "node:v8"
import type { PGlite } from "@electric-sql/pglite"

/** A gradebook is small. PGlite's own 128 MB would be taken at once and for good. */
const SHARED_BUFFERS = "8MB"
/** Nor does it need the gigabyte of changes that a server may keep until it writes them to their place. */
const LOG = ["max_wal_size=64MB", "min_wal_size=32MB"]
const BYTEA = 17
const TIMESTAMPTZ = 1184
const INT8 = 20
const NUMERIC = 1700

/** Starts the embedded PostgreSQL on a folder, which is made where missing; without a folder in memory. */
export async function startPglite(dataDir: string | undefined): Promise<PGlite> {
  // Optimising a whole PostgreSQL takes a hundred megabytes and as much time as a class saves by it.
  setFlagsFromString("--liftoff-only")
  const { PGlite } = await import("@electric-sql/pglite")
  const settings = [`shared_buffers=${SHARED_BUFFERS}`, ...LOG].flatMap((setting) => ["-c", setting])
  const db = new PGlite({
    ...(dataDir === undefined ? {} : { dataDir }),
    startParams: [...PGlite.defaultStartParams, ...settings],
    parsers: {
      [TIMESTAMPTZ]: (text) => new Date(text).toISOString(),
      [INT8]: Number,
      [NUMERIC]: Number,
      [BYTEA]: bytes,
    },
    serializers: { [BYTEA]: hex },
  })
  await db.waitReady
  return db
}

/** PGlite's own way goes byte by byte, which for packed observations costs more than keeping them. */
function hex(value: unknown): string {
  if (!(value instanceof Uint8Array)) throw new TypeError("A bytea is given as bytes.")
  return `\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("hex")}`
}

function bytes(text: string): Uint8Array {
  return Buffer.from(text.slice(2), "hex")
}
