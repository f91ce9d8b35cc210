import { execFileSync, spawn, type ChildProcess } from "node:child_process"
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { connect, createServer, type AddressInfo } from "node:net"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import type { SshHost } from "../../src/inventory/inventory.js"
import { onPath } from "../../src/lab/machine.js"

export interface SshdOptions {
  /** Further lines of sshd_config, before the usual ones. */
  config?: string[]
  /** Runs as root, with `$folder`, in the server's own mount namespace: what it mounts is seen by its sessions alone. */
  prepare?: string
  /** Listen on this port instead of a free one. */
  port?: number
  /** The account to log in as. */
  user?: string
}

/** A private OpenSSH server on loopback, with keys and configuration of its own. */
export interface Sshd {
  readonly folder: string
  readonly port: number
  /** A key that the server accepts. */
  readonly identityFile: string
  /** How a person would describe it in an inventory, with everything resolved. */
  host(more?: Partial<SshHost>): SshHost
  /** What its log holds. */
  log(): string
  /** Ends the server's sessions, and so cuts their connections, but not the server. */
  cutSessions(): void
  /** Makes new host keys, as a rebuilt machine has. */
  rebuild(): Promise<void>
  stop(): Promise<void>
}

/** Can this machine run private servers? Only root may. */
export const canRunSshd =
  process.platform === "linux" && process.getuid?.() === 0 && (await onPath("sshd")) !== undefined

export async function startSshd(options: SshdOptions = {}): Promise<Sshd> {
  const folder = mkdtempSync("/var/tmp/course-sshd-")
  const port = options.port ?? (await freePort())
  const identityFile = join(folder, "id")
  const hostKey = join(folder, "host_key")
  const makeHostKey = (): void => {
    rmSync(hostKey, { force: true })
    keygen(hostKey)
  }
  keygen(identityFile)
  makeHostKey()
  copyFileSync(`${identityFile}.pub`, join(folder, "authorized_keys"))
  mkdirSync("/run/sshd", { recursive: true, mode: 0o755 })

  writeFileSync(
    join(folder, "config"),
    [
      ...(options.config ?? []),
      `Port ${port}`,
      "ListenAddress 127.0.0.1",
      `HostKey ${hostKey}`,
      `AuthorizedKeysFile ${join(folder, "authorized_keys")}`,
      `PidFile ${join(folder, "pid")}`,
      "StrictModes no",
      "PermitRootLogin yes",
      "UsePAM no",
      "PasswordAuthentication no",
      "KbdInteractiveAuthentication no",
      "Subsystem sftp /bin/false",
      "",
    ].join("\n"),
  )
  writeFileSync(
    join(folder, "start"),
    `set -e\nfolder=${folder}\n${options.prepare ?? ""}\nexec /usr/sbin/sshd -D -f ${join(folder, "config")} -E ${join(folder, "log")}\n`,
  )
  chmodSync(folder, 0o755)
  chmodSync(join(folder, "authorized_keys"), 0o644)
  let server: ChildProcess
  const start = async (): Promise<void> => {
    writeFileSync(join(folder, "log"), "")
    server = spawn("unshare", ["-m", "bash", join(folder, "start")], { stdio: ["ignore", "ignore", "inherit"] })
    await listening(port, server, join(folder, "log"))
  }
  const end = async (): Promise<void> => {
    if (server.exitCode !== null || server.signalCode !== null) return
    const over = new Promise((resolve) => server.once("exit", resolve))
    killSessions(server)
    server.kill("SIGTERM")
    await over
  }
  await start()
  return {
    folder,
    port,
    identityFile,
    log: () => readFileSync(join(folder, "log"), "utf8"),
    cutSessions: () => killSessions(server),
    rebuild: async () => {
      await end()
      makeHostKey()
      await start()
    },
    stop: async () => {
      await end()
      rmSync(folder, { recursive: true, force: true })
    },
    host: (more = {}) => ({
      role: "dev",
      transport: "ssh",
      address: "127.0.0.1",
      port,
      user: options.user ?? "root",
      identityFiles: [identityFile],
      identitiesOnly: true,
      identityAgent: "none",
      jumps: [],
      connectTimeoutMs: 5000,
      knownHostsFile: join(folder, "known_hosts"),
      ...more,
    }),
  }
}

export function keygen(file: string, passphrase = ""): void {
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", passphrase, "-C", "course test", "-f", file])
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1")
  await new Promise((resolve) => server.once("listening", resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

async function listening(port: number, server: ChildProcess, log: string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (server.exitCode !== null) throw new Error(`sshd does not start: ${readFileSync(log, "utf8")}`)
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, "127.0.0.1", () => resolve(socket.destroy() !== undefined))
      socket.once("error", () => resolve(false))
    })
    if (open) return
    await sleep(25)
  }
  throw new Error(`sshd does not listen on ${port}: ${readFileSync(log, "utf8")}`)
}

/** The server's children are its sessions. */
function killSessions({ pid }: ChildProcess): void {
  if (pid === undefined) return
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(/\s+/).filter(Boolean)
  for (const child of children) {
    try {
      process.kill(Number(child), "SIGKILL")
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error
    }
  }
}
