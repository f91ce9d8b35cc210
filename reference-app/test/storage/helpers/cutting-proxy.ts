import { once } from "node:events"
import { connect, createServer, type Socket } from "node:net"

/** Stands between the store and its server, as a network does that may fail at any moment. */
export interface CuttingProxy {
  readonly port: number
  /** Breaks all connections now. */
  cut(): void
  /** Breaks every connection whose client sends this text, when the server's answer comes: nobody reads it. */
  loseAnswersTo(text: string | undefined): void
  /** Takes connections and forwards nothing, as a server does that hangs. */
  hang(hanging: boolean): void
  close(): Promise<void>
}

export async function startCuttingProxy(target: number): Promise<CuttingProxy> {
  const sockets = new Set<Socket>()
  let lost: string | undefined
  let hanging = false
  const server = createServer((client) => {
    const upstream = connect(target, "127.0.0.1")
    let losing = false
    const end = (): void => {
      for (const socket of [client, upstream]) {
        socket.destroy()
        sockets.delete(socket)
      }
    }
    for (const socket of [client, upstream]) sockets.add(socket.on("error", end).on("close", end))
    client.on("data", (data) => {
      if (hanging) return
      losing ||= lost !== undefined && data.includes(lost)
      upstream.write(data)
    })
    upstream.on("data", (data) => {
      if (losing) end()
      else if (!hanging) client.write(data)
    })
  }).listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  if (address === null || typeof address === "string") throw new Error("no port was given")
  const cut = (): void => sockets.forEach((socket) => socket.destroy())
  return {
    port: address.port,
    cut,
    loseAnswersTo: (text) => void (lost = text),
    hang: (now) => void (hanging = now),
    close: async () => {
      cut()
      server.close()
      await once(server, "close")
    },
  }
}
