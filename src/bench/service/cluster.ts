import { randomBytes } from "node:crypto"
import { chown, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { execa } from "execa"
import { postgresPrograms } from "../../lab/postgres-programs.js"
import { freePort } from "./free-port.js"

/** A PostgreSQL of its own, with the settings that PostgreSQL comes with: every commit is on disk before it is answered. */
export interface Cluster {
  /** Makes an empty database. @returns its URL, password included */
  createDatabase(name: string): Promise<string>
  /** Runs one statement. @returns what psql prints, without decoration */
  query(database: string, sql: string): Promise<string>
  stop(): Promise<void>
}

/** Makes a cluster in a temporary folder and starts it on a free port of loopback. @throws Error when PostgreSQL is missing */
export async function startCluster(): Promise<Cluster> {
  const bin = await postgresPrograms()
  if (bin === undefined) throw new Error("PostgreSQL is not installed.")
  const folder = await mkdtemp(path.join(tmpdir(), "course-bench-postgres-"))
  const account = process.getuid?.() === 0 ? ["setpriv", ...(await asPostgres(folder))] : []
  const run = (program: string, args: string[], more: { input?: string; env?: Record<string, string> } = {}) => {
    const [command = program, ...rest] = [...account, path.join(bin, program), ...args]
    return execa(command, rest, {
      cwd: folder,
      ...(more.input === undefined ? { stdin: "ignore" } : { input: more.input }),
      env: more.env ?? {},
    })
  }
  const password = randomBytes(18).toString("hex")
  const data = path.join(folder, "data")
  const passwordFile = path.join(folder, "password")
  try {
    await writeFile(passwordFile, password, { mode: 0o644 })
    await run("initdb", [
      "-D",
      data,
      "-U",
      "bench",
      "-A",
      "scram-sha-256",
      "--pwfile",
      passwordFile,
      "-E",
      "UTF8",
      "--locale=C",
    ])
    await rm(passwordFile)
    const port = await freePort()
    const options = `-c listen_addresses=127.0.0.1 -c port=${port} -c unix_socket_directories=${folder}`
    await run("pg_ctl", ["-D", data, "-o", options, "-l", path.join(folder, "log"), "-w", "start"])
    const query = async (database: string, sql: string): Promise<string> => {
      const args = ["-h", folder, "-p", String(port), "-U", "bench", "-d", database, "-v", "ON_ERROR_STOP=1", "-qtAX"]
      return (await run("psql", args, { input: sql, env: { PGPASSWORD: password } })).stdout
    }
    return {
      query,
      createDatabase: async (name) => {
        await query("postgres", `CREATE DATABASE ${name}`)
        return `postgresql://bench:${password}@127.0.0.1:${port}/${name}`
      },
      stop: async () => {
        await run("pg_ctl", ["-D", data, "-m", "fast", "-w", "stop"])
        await rm(folder, { recursive: true, force: true })
      },
    }
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
}

/** PostgreSQL refuses to run as root: its folder is given to its own account. */
async function asPostgres(folder: string): Promise<string[]> {
  const id = async (option: string): Promise<number> => Number((await execa("id", [option, "postgres"])).stdout)
  const [uid, gid] = await Promise.all([id("-u"), id("-g")])
  await chown(folder, uid, gid)
  return [`--reuid=${uid}`, `--regid=${gid}`, "--clear-groups"]
}
