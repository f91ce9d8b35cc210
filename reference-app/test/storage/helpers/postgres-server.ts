import { execFile, spawn, type ChildProcess } from "node:child_process"
import { once } from "node:events"
import { existsSync, readdirSync } from "node:fs"
import { chown, mkdtemp, rm, writeFile } from "node:fs/promises"
import { createServer } from "node:net"
import { join } from "node:path"
import { promisify } from "node:util"
import pg from "pg"

const run = promisify(execFile)

/** The folder with `initdb` and `postgres` of the newest version on this machine; undefined when there is none. */
export const postgresBinaries: string | undefined = findBinaries()

/** A server of the tests' own, in a temporary folder, with a superuser `postgres` who must show a password. */
export interface PostgresServer {
  readonly port: number
  readonly password: string
  url(database: string, role?: { name: string; password: string }): string
  start(): Promise<void>
  /** "fast" ends connections and checkpoints; "immediate" is a crash. */
  stop(mode?: "fast" | "immediate"): Promise<void>
  /** Stops the server and removes its folder. */
  remove(): Promise<void>
}

const PASSWORD = "p@ss:w/o%r d"

export async function startPostgres(): Promise<PostgresServer> {
  if (!postgresBinaries) throw new Error("there is no PostgreSQL server on this machine")
  const binary = (name: string): string => join(postgresBinaries!, name)
  // PostgreSQL refuses to run as root, and its folder must belong to who runs it.
  const owner = process.getuid?.() === 0 ? await ordinaryUser() : undefined
  const folder = await mkdtemp("/tmp/pixelwise-postgres-")
  const port = await freePort()
  const passwordFile = join(folder, "password")
  await writeFile(passwordFile, PASSWORD, { mode: 0o600 })
  if (owner) for (const path of [folder, passwordFile]) await chown(path, owner.uid, owner.gid)
  const data = join(folder, "data")
  const init = ["--username=postgres", "--auth=scram-sha-256", `--pwfile=${passwordFile}`, "--encoding=UTF8"]
  await run(binary("initdb"), ["-D", data, "--no-locale", "--no-sync", ...init], { ...owner, cwd: folder })
  let process_: ChildProcess | undefined

  const url: PostgresServer["url"] = (database, role = { name: "postgres", password: PASSWORD }) =>
    `postgresql://${encodeURIComponent(role.name)}:${encodeURIComponent(role.password)}@127.0.0.1:${port}/${database}`

  const start = async (): Promise<void> => {
    const settings = [
      "listen_addresses=127.0.0.1",
      `unix_socket_directories=${folder}`,
      "fsync=off",
      "timezone=Asia/Tokyo",
    ]
    const flags = ["-D", data, "-p", String(port), ...settings.flatMap((setting) => ["-c", setting])]
    process_ = spawn(binary("postgres"), flags, { ...owner, cwd: folder, stdio: "ignore" })
    await answering(url("postgres"))
  }
  const stop: PostgresServer["stop"] = async (mode = "fast") => {
    const running = process_
    process_ = undefined
    if (!running || running.exitCode !== null) return
    const exit = once(running, "exit")
    running.kill(mode === "fast" ? "SIGINT" : "SIGQUIT")
    await exit
  }
  await start()
  return {
    port,
    password: PASSWORD,
    url,
    start,
    stop,
    remove: async () => {
      await stop("immediate")
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function findBinaries(): string | undefined {
  const base = "/usr/lib/postgresql"
  if (!existsSync(base)) return undefined
  const versions = readdirSync(base).sort((a, b) => Number(b) - Number(a))
  return versions.map((version) => join(base, version, "bin")).find((folder) => existsSync(join(folder, "initdb")))
}

async function ordinaryUser(): Promise<{ uid: number; gid: number }> {
  for (const name of ["postgres", "nobody"]) {
    try {
      const [uid, gid] = await Promise.all(
        ["-u", "-g"].map(async (flag) => Number((await run("id", [flag, name])).stdout)),
      )
      return { uid: uid!, gid: gid! }
    } catch {
      // This machine has no such account.
    }
  }
  throw new Error("PostgreSQL does not run as root, and there is no other account to run it as")
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  server.close()
  if (address === null || typeof address === "string") throw new Error("no port was given")
  return address.port
}

async function answering(url: string): Promise<void> {
  for (const end = Date.now() + 20_000; ; await new Promise((resolve) => setTimeout(resolve, 50))) {
    const client = new pg.Client({ connectionString: url })
    try {
      await client.connect()
      await client.end()
      return
    } catch (error) {
      if (Date.now() > end) throw error
    }
  }
}
