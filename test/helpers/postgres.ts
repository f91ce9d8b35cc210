import { chown, mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { execa } from "execa"
import { postgresPrograms } from "../../src/lab/postgres-programs.js"

/** A PostgreSQL server of a test's own, reached by a socket in its folder. */
export interface Cluster {
  /** The address of one of its databases, made when there is none. */
  url(database: string): Promise<string>
  start(): Promise<void>
  /** Ends all connections at once, as a crash does. */
  crash(): Promise<void>
  /** Stops it and takes its folder away. */
  remove(): Promise<void>
}

/** Makes and starts a server. It refuses to run as root: then it runs as the user postgres. */
export async function startPostgres(): Promise<Cluster> {
  const bin = await postgresPrograms()
  if (bin === undefined) throw new Error("PostgreSQL is not installed")
  const folder = await mkdtemp(path.join(tmpdir(), "course-pg-"))
  const account = process.getuid?.() === 0 ? await accountOf("postgres") : undefined
  if (account) await chown(folder, account.uid, account.gid)
  const data = path.join(folder, "data")
  const run = async (program: string, ...args: string[]): Promise<void> => {
    // A server that pg_ctl starts keeps its pipes open: nobody may wait for their end.
    await execa(path.join(bin, program), args, { ...account, cwd: folder, stdio: "ignore" })
  }
  await run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
  const settings = `-k ${folder} -c listen_addresses= -c fsync=off -c shared_buffers=16MB`
  const cluster: Cluster = {
    url: async (database) => {
      const found = path.join(bin, "psql")
      const sql = `create database "${database}"`
      await execa(found, ["-h", folder, "-U", "postgres", "-d", "postgres", "-c", sql], { reject: false })
      return `postgres://postgres@/${database}?host=${encodeURIComponent(folder)}`
    },
    start: async () => await run("pg_ctl", "-D", data, "-w", "-l", path.join(folder, "log"), "-o", settings, "start"),
    crash: async () => await run("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop"),
    remove: async () => {
      await execa(path.join(bin, "pg_ctl"), ["-D", data, "-w", "-m", "immediate", "stop"], {
        ...account,
        cwd: folder,
        stdio: "ignore",
        reject: false,
      })
      await rm(folder, { recursive: true, force: true })
    },
  }
  await cluster.start()
  return cluster
}

async function accountOf(name: string): Promise<{ uid: number; gid: number }> {
  const id = async (option: string): Promise<number> => Number((await execa("id", [option, name])).stdout)
  return { uid: await id("-u"), gid: await id("-g") }
}
