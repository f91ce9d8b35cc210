import { spawn } from "node:child_process"
import { once } from "node:events"
import { connect, type Socket } from "node:net"
import type { Duplex } from "node:stream"
import type { CourseError } from "../../errors/course-error.js"
import type { LocalHost } from "../../inventory/inventory.js"
import type { Link, RemoteProcess, RemoteShell, ShellOptions } from "../ports.js"
import { openProxy } from "../proxy-command.js"
import { interrupted } from "../unobserved.js"
import { openPty } from "./pty.js"

/** The very machine that runs course. */
export class LocalLink implements Link {
  readonly #host: LocalHost
  readonly #open = new Set<Duplex>()
  readonly lost: Promise<CourseError | undefined>
  #closed: () => void = () => undefined

  constructor(host: LocalHost) {
    this.#host = host
    this.lost = new Promise((resolve) => {
      this.#closed = () => resolve(undefined)
    })
  }

  async spawn(command: string): Promise<RemoteProcess> {
    const child = spawn("/bin/sh", ["-c", command], { stdio: "pipe", detached: true })
    await once(child, "spawn")
    return {
      stdin: child.stdin,
      stdout: child.stdout,
      stderr: child.stderr,
      closed: new Promise((resolve) => {
        child.once("close", (code) => resolve({ exitCode: code ?? undefined }))
      }),
      kill: () => {
        child.kill("SIGTERM")
        child.stdout.destroy()
        child.stderr.destroy()
      },
    }
  }

  async openShell(options: ShellOptions): Promise<RemoteShell> {
    if (options.signal?.aborted) throw interrupted()
    return await openPty(options)
  }

  async openTcp(address: string, port: number, signal?: AbortSignal): Promise<Duplex> {
    const { proxyCommand, user } = this.#host
    const stream =
      proxyCommand === undefined ? await dial(address, port, signal) : openProxy(proxyCommand, { address, port, user })
    this.#open.add(stream)
    stream.once("close", () => this.#open.delete(stream))
    return stream
  }

  async close(): Promise<void> {
    for (const stream of this.#open) stream.destroy()
    this.#closed()
  }
}

async function dial(address: string, port: number, signal?: AbortSignal): Promise<Socket> {
  const socket = connect({ host: address, port, noDelay: true, ...(signal ? { signal } : {}) })
  await once(socket, "connect")
  return socket
}
