import { createServer, type AddressInfo } from "node:net"
import { loadInventory } from "../../src/inventory/load-inventory.js"
import { Transports } from "../../src/transport/transports.js"

/** A port of this machine that leads to one of dev's own, by way of the transport that checks use. */
export async function forwardFromDev(
  inventoryFile: string,
  port: number,
): Promise<{ port: number; close: () => Promise<void> }> {
  const { hosts } = await loadInventory(inventoryFile)
  if (!hosts.dev) throw new Error("the lab has no dev")
  const connection = await new Transports({ knownHostsFile: "/dev/null" }).connect(hosts.dev)
  const server = createServer((socket) => {
    connection.openTcp("127.0.0.1", port).then(
      (channel) => {
        for (const stream of [socket, channel]) stream.on("error", () => socket.destroy())
        socket.pipe(channel).pipe(socket)
      },
      () => socket.destroy(),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      await connection.close()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
