import { setTimeout as sleep } from "node:timers/promises"
import type { Pool, PoolClient } from "pg"
import { CourseError } from "../../errors/course-error.js"
import { reasonOf } from "../../errors/reason-of.js"
import { databaseFault, isCut } from "./database-faults.js"
import { storable, type Database, type Param, type Queries, type Row } from "./database.js"

export interface PgOptions {
  /** How long to wait before each further try after a cut; as many tries as numbers. */
  readonly retryMs?: readonly number[]
  /** Hears that the server is waited for. */
  readonly warn?: (message: string) => void
}

const RETRY_MS = [100, 250, 500, 1_000, 2_000, 4_000]
/** A server that restarts is back by then, and nobody needs to hear of it. */
const SILENT_TRIES = 2
const TIMESTAMPTZ = 1184
const INT8 = 20
const NUMERIC = 1700

/**
 * A PostgreSQL server, reached through pg.
 * @param url what DATABASE_URL says; it is never shown, because it may hold a password
 */
export async function openPgDatabase(
  url: string,
  { retryMs = RETRY_MS, warn = () => undefined }: PgOptions = {},
): Promise<Database> {
  const { default: pg } = await import("pg")
  const place = placeOf(url)
  const time = pg.types.getTypeParser(TIMESTAMPTZ) as (text: string) => Date
  const pool = new pg.Pool({
    connectionString: url,
    application_name: "course",
    max: 4,
    connectionTimeoutMillis: 10_000,
    query_timeout: 120_000,
    keepAlive: true,
    allowExitOnIdle: true,
    types: {
      getTypeParser: (oid: number): unknown => {
        if (oid === TIMESTAMPTZ) return (text: string) => time(text).toISOString()
        return oid === INT8 || oid === NUMERIC ? Number : pg.types.getTypeParser(oid)
      },
    },
  })
  // An idle connection that is cut is replaced by the pool; what matters fails in the query that needs it.
  pool.on("error", () => undefined)
  try {
    const [row] = (await pool.query<Row>("show server_encoding")).rows
    if (row?.["server_encoding"] !== "UTF8")
      throw new CourseError("COURSE_GRADEBOOK", `The database ${place} is not encoded as UTF8.`, {
        hint: "Create it with `createdb --encoding UTF8 --template template0 NAME`.",
      })
  } catch (error) {
    await pool.end()
    throw databaseFault(error, place)
  }
  return new PgDatabase(pool, place, retryMs, warn)
}

class PgDatabase implements Database {
  readonly kind = "postgresql"
  #toldOfCut = false

  constructor(
    private readonly pool: Pool,
    readonly place: string,
    private readonly retryMs: readonly number[],
    private readonly warn: (message: string) => void,
  ) {}

  async query(sql: string, params: readonly Param[] = []): Promise<Row[]> {
    return await this.#again(async () => await this.#with(async (client) => await asked(client, sql, params)))
  }

  async script(sql: string): Promise<void> {
    await this.transaction(async (tx) => await tx.script(sql))
  }

  async transaction<Result>(work: (tx: Queries) => Promise<Result>): Promise<Result> {
    return await this.#again(async () => await this.#with(async (client) => await this.#transact(client, work)))
  }

  /** Once for all that wait for it. */
  #tellOfCut(): void {
    if (this.#toldOfCut) return
    this.#toldOfCut = true
    const seconds = Math.round(this.retryMs.reduce((sum, each) => sum + each, 0) / 1000)
    this.warn(`The server of the gradebook in ${this.place} does not answer. It is tried again for ${seconds} s.`)
  }

  async tidy(): Promise<void> {
    // A server does so by itself.
  }

  async close(): Promise<void> {
    if (!this.pool.ended) await this.pool.end()
  }

  async #transact<Result>(client: PoolClient, work: (tx: Queries) => Promise<Result>): Promise<Result> {
    let result: Result
    try {
      await client.query("begin")
      result = await work({
        query: async (sql, params = []) => await asked(client, sql, params),
        script: async (sql) => void (await client.query(sql)),
      })
    } catch (error) {
      // Where the connection is cut, the server rolls back by itself.
      await client.query("rollback").catch((failed: unknown) => {
        if (!isCut(failed)) throw failed
      })
      throw error
    }
    try {
      await client.query("commit")
    } catch (cause) {
      throw new CourseError(
        "COURSE_GRADEBOOK",
        `The gradebook in ${this.place} was cut off while it kept a change, and did not say whether it did: ${reasonOf(cause)}`,
        { hint: "Look with `course gradebook history` before you repeat it.", cause },
      )
    }
    return result
  }

  async #with<Result>(work: (client: PoolClient) => Promise<Result>): Promise<Result> {
    const client = await this.pool.connect()
    let broken: unknown
    // A connection that dies between two statements tells so by an event, which would else end the process.
    const onError = (error: Error): void => void (broken = error)
    client.on("error", onError)
    try {
      return await work(client)
    } catch (error) {
      if (isCut(error)) broken = error
      throw error
    } finally {
      client.off("error", onError)
      client.release(broken !== undefined)
    }
  }

  async #again<Result>(work: () => Promise<Result>): Promise<Result> {
    for (const [tried, wait] of this.retryMs.entries()) {
      try {
        const result = await work()
        this.#toldOfCut = false
        return result
      } catch (error) {
        if (!isCut(error)) throw databaseFault(error, this.place)
        if (tried >= SILENT_TRIES) this.#tellOfCut()
        await sleep(wait)
      }
    }
    try {
      return await work()
    } catch (error) {
      throw databaseFault(error, this.place)
    }
  }
}

async function asked(client: PoolClient, sql: string, params: readonly Param[]): Promise<Row[]> {
  return (await client.query<Row>(sql, params.map(storable))).rows
}

/** Host, port and database of a URL, without user and password. */
function placeOf(url: string): string {
  try {
    // pg takes an address without a host, which then stands in its parameters; a URL has to have one.
    const { hostname, port, pathname, searchParams } = new URL(url.replace(/^(\w+:\/\/)([^/]*@)?\//, "$1localhost/"))
    const host = searchParams.get("host") ?? hostname
    return `${host}${port === "" ? "" : `:${port}`}${decodeURI(pathname)}`
  } catch (cause) {
    throw new CourseError("COURSE_GRADEBOOK", "DATABASE_URL is no address of a PostgreSQL server.", {
      hint: "It looks like postgres://user@host:5432/database; the password may come from PGPASSWORD or ~/.pgpass.",
      // The cause of an invalid URL repeats it, and with it the password.
      cause: cause instanceof Error ? cause.name : undefined,
    })
  }
}
