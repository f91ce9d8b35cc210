import { Availability } from "./availability.js"
import { cachedPing } from "./cached-ping.js"
import type { Database, Statement } from "./database.js"
import { GroupWriter } from "./group-writer.js"
import { migrateWith } from "./migrations.js"
import { openNoStore } from "./no-store.js"
import { openPglite, pgliteFolder } from "./pglite.js"
import { openPostgres } from "./postgres.js"
import { Replay } from "./replay.js"
import { Spool } from "./spool.js"
import { SqlPredictions } from "./sql-store.js"
import { StoreError, type Added, type NewPrediction, type PredictionStore } from "./store.js"

/**
 * - `strict`: a row is in the database before its request is answered, or the request fails with 503.
 * - `best-effort`: while the database does not answer, rows wait on disk and reach it later.
 * - `none`: nothing is remembered; only for measuring.
 */
export type Persistence = "strict" | "best-effort" | "none"

export interface StoreOptions {
  /** `postgresql://…` or `pglite:DIR`; not used with `persistence: "none"`. */
  readonly databaseUrl: string
  readonly persistence: Persistence
  /** Where rows wait with `best-effort`. */
  readonly spoolDir?: string
  /** Bytes that may wait there; 64 MiB unless told otherwise, which is about a quarter of a million rows. */
  readonly spoolLimitBytes?: number
  /** Told once when the database stops answering, and of everything else that a person should look at. */
  readonly onWarning: (error: Error, what: string) => void
  /** Told when the database answers again. */
  readonly onRecovery?: () => void
}

/** Two pools with a limit each: however long readers keep the database busy, rows are still written. */
export interface Databases {
  readonly reader: Database
  readonly writer: Database
  close(): Promise<void>
}

const READER = { connections: 6, statementTimeoutMs: 5_000 }
const WRITER = { connections: 3, statementTimeoutMs: 2_000 }
const SPOOL_LIMIT_BYTES = 64 * 1024 * 1024

/**
 * Opens the store that DATABASE_URL names. A server is not asked before it is needed, so the service starts while it
 * is down. An embedded database is opened, and brought to this version's schema, at once: nobody else can do that.
 * @throws FolderInUseError when another process has the embedded database open.
 */
export async function openStore(options: StoreOptions): Promise<PredictionStore> {
  if (options.persistence === "none") return openNoStore()
  return openStoreOn(await openDatabases(options), options)
}

/** The same on databases that are open already; closing the store closes them. */
export async function openStoreOn(
  databases: Databases,
  {
    persistence,
    spoolDir,
    spoolLimitBytes = SPOOL_LIMIT_BYTES,
    onWarning,
    onRecovery,
  }: Omit<StoreOptions, "databaseUrl">,
): Promise<PredictionStore> {
  let replay: Replay | undefined
  const availability = new Availability({
    probe: () => databases.writer.query(WELL, []),
    onDown: (cause) =>
      onWarning(cause instanceof Error ? cause : new Error(String(cause)), "the database does not answer"),
    onUp: () => {
      onRecovery?.()
      replay?.kick()
    },
  })
  const writer = new GroupWriter(databases.writer, availability)
  const spool = persistence === "best-effort" ? await openSpool(databases, spoolDir, spoolLimitBytes) : undefined
  if (spool) replay = new Replay({ spool, writer, mayTry: () => !availability.down, onWarning })
  replay?.kick()
  const predictions = new SqlPredictions(databases.reader, availability)
  return {
    add: spool ? (rows) => addOrSpool(writer, spool, rows) : (rows) => writer.add(rows),
    page: (options) => predictions.page(options),
    find: (id) => predictions.find(id),
    remove: (id) => predictions.remove(id),
    correct: (id, correctLabel) => predictions.correct(id, correctLabel),
    analytics: () => predictions.analytics(),
    ping: cachedPing(() => availability.guard(() => databases.reader.query(WELL, []), { repeatable: true })),
    get buffered() {
      return spool?.buffered ?? 0
    },
    async close() {
      await writer.idle()
      await replay?.close()
      await spool?.close()
      availability.close()
      await databases.close()
    },
  }
}

/** Fails, too, while the schema is older than this version needs. */
const WELL: Statement = {
  name: "well",
  text: `SELECT p.ref, p.client_ip, p.correct_label, a.confidence
    FROM predictions p JOIN prediction_alternatives a ON a.prediction_id = p.id LIMIT 0`,
}

async function addOrSpool(writer: GroupWriter, spool: Spool, rows: readonly NewPrediction[]): Promise<Added[]> {
  try {
    return await writer.add(rows)
  } catch (error) {
    if (!(error instanceof StoreError)) throw error
  }
  await spool.append(rows)
  return rows.map(() => ({ stored: false }))
}

async function openSpool(databases: Databases, folder: string | undefined, limitBytes: number): Promise<Spool> {
  try {
    if (folder === undefined) throw new Error('persistence "best-effort" needs a folder for the rows that wait')
    return await Spool.open({ folder, limitBytes })
  } catch (error) {
    await databases.close()
    throw error
  }
}

/** Connects to what DATABASE_URL names; an embedded database is brought to this version's schema. */
export async function openDatabases({
  databaseUrl,
  onWarning,
}: Pick<StoreOptions, "databaseUrl" | "onWarning">): Promise<Databases> {
  const folder = pgliteFolder(databaseUrl)
  if (folder === undefined) {
    const onIdleError = (error: Error): void => onWarning(error, "an idle connection to the database broke")
    const reader = openPostgres(databaseUrl, { ...READER, onIdleError })
    const writer = openPostgres(databaseUrl, { ...WRITER, onIdleError })
    return { reader, writer, close: async () => void (await Promise.all([reader.close(), writer.close()])) }
  }
  const database = await openPglite(folder)
  try {
    await migrateWith(database)
  } catch (error) {
    await database.close()
    throw error
  }
  return { reader: database, writer: database, close: () => database.close() }
}
