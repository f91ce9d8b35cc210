import { once } from "node:events"
import { constants } from "node:os"
import type { Duplex } from "node:stream"
import type { Client, ClientChannel } from "ssh2"
import type { CourseError } from "../../errors/course-error.js"
import { connectionCut } from "../driver.js"
import type { Link, RemoteProcess, RemoteShell, ShellOptions } from "../ports.js"
import { interrupted } from "../unobserved.js"

const CLOSE_MS = 500

/** A host behind an SSH connection. */
export class SshLink implements Link {
  readonly #clients: readonly Client[]
  readonly #label: string
  readonly lost: Promise<CourseError | undefined>
  #closing = false
  #gone = false

  readonly #socks: readonly Duplex[]

  /**
   * @param clients the connection to the host first, then those it goes through, the farthest first
   * @param socks the streams that carry them
   */
  constructor(clients: readonly [Client, ...Client[]], socks: readonly Duplex[], label: string) {
    this.#clients = clients
    this.#socks = socks
    this.#label = label
    this.lost = new Promise((resolve) => {
      clients[0].once("close", () => {
        this.#gone = true
        resolve(this.#closing ? undefined : connectionCut(label))
      })
    })
    // Errors of a standing connection end it; `lost` tells.
    for (const client of clients) client.on("error", () => undefined)
  }

  async spawn(command: string): Promise<RemoteProcess> {
    const channel = await this.#channel<ClientChannel>((done) => this.#client.exec(command, done))
    let exitCode: number | undefined
    let giveUp: () => void = () => undefined
    const given = new Promise<void>((resolve) => (giveUp = resolve))
    channel.on("exit", (code: number | null) => {
      exitCode = code ?? 255
    })
    return {
      stdin: channel,
      stdout: channel,
      stderr: channel.stderr,
      closed: Promise.race([once(channel, "close"), given]).then(() => ({ exitCode })),
      kill: () => {
        if (!this.#gone) {
          channel.signal("KILL")
          channel.close()
        }
        // The server confirms only once the process has let go of its streams, a dead one never: nobody has to wait for that.
        giveUp()
      },
    }
  }

  async openShell({ term, size, signal }: ShellOptions): Promise<RemoteShell> {
    const pty = { term, cols: size.columns, rows: size.rows, width: 0, height: 0 }
    const channel = await this.#channel<ClientChannel>((done) => this.#client.shell(pty, done), signal)
    let exitCode: number | undefined
    let giveUp: () => void = () => undefined
    const given = new Promise<void>((resolve) => (giveUp = resolve))
    channel.on("exit", (code: number | null, name?: NodeJS.Signals) => {
      exitCode = code ?? 128 + ((name && constants.signals[name]) ?? 1)
    })
    // A key that is pressed while the channel closes is lost, which is all that such an error says.
    channel.on("error", () => undefined)
    // A terminal has one output; what comes here nevertheless must not fill the window.
    channel.stderr.resume()
    return {
      input: channel,
      output: channel,
      resize: ({ columns, rows }) => {
        if (!this.#gone) channel.setWindow(rows, columns, 0, 0)
      },
      closed: Promise.race([once(channel, "close"), given]).then(() => ({ exitCode })),
      kill: () => {
        if (!this.#gone) channel.close()
        // As above: a server that no longer answers is not waited for.
        giveUp()
      },
    }
  }

  async openTcp(address: string, port: number, signal?: AbortSignal): Promise<Duplex> {
    if (signal?.aborted) throw interrupted()
    return await this.#channel<ClientChannel>(
      (done) => this.#client.forwardOut("127.0.0.1", 0, address, port, done),
      signal,
    )
  }

  async close(): Promise<void> {
    this.#closing = true
    if (this.#gone) return
    const closed = once(this.#client, "close")
    for (const client of this.#clients) client.end()
    const timer = setTimeout(() => {
      // Not by the client, which leaves a stream alone that it can no longer write to.
      for (const sock of this.#socks) sock.destroy()
    }, CLOSE_MS)
    await closed
    clearTimeout(timer)
    for (const sock of this.#socks) sock.destroy()
  }

  get #client(): Client {
    const [client] = this.#clients
    if (!client) throw new TypeError("a link has at least one client")
    return client
  }

  /** Opens a channel. One that is opened after nobody waits for it any more is closed at once. */
  #channel<T extends Duplex>(
    open: (done: (error: Error | undefined, channel: T) => void) => void,
    signal?: AbortSignal,
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      const onAbort = (): void => reject(interrupted())
      signal?.addEventListener("abort", onAbort, { once: true })
      const failed = (error: unknown): void => {
        signal?.removeEventListener("abort", onAbort)
        reject(
          this.#gone ? connectionCut(this.#label, error) : error instanceof Error ? error : new Error(String(error)),
        )
      }
      if (this.#gone) return failed(new Error("the connection is gone"))
      try {
        open((error, channel) => {
          if (error) return failed(error)
          signal?.removeEventListener("abort", onAbort)
          if (signal?.aborted) channel.destroy()
          resolve(channel)
        })
      } catch (error) {
        failed(error)
      }
    })
  }
}
