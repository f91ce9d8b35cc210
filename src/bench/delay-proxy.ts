import { spawn } from "node:child_process"
import { createServer, type AddressInfo } from "node:net"
import { Transform } from "node:stream"

/** A TCP proxy on loopback that holds every piece of data back for a while, in both directions. */
export interface DelayProxy {
  port: number
  close: () => Promise<void>
}

/**
 * Not every kernel has netem, so the delay is made here: each chunk leaves `delayMs` after it came, in order, however many are under
 * way. A round trip therefore grows by twice that.
 * @param command what leads on, with its standard input and output: the host's own proxy command
 */
export async function delayProxy(command: string, delayMs: number): Promise<DelayProxy> {
  const children = new Set<ReturnType<typeof spawn>>()
  const server = createServer({ noDelay: true }, (socket) => {
    const child = spawn("/bin/sh", ["-c", `exec ${command}`], { stdio: ["pipe", "pipe", "ignore"] })
    children.add(child)
    socket.pipe(delay(delayMs)).pipe(child.stdin)
    child.stdout.pipe(delay(delayMs)).pipe(socket)
    const end = (): void => {
      children.delete(child)
      child.kill()
      socket.destroy()
    }
    // Both sides may cut the connection at any time; then the other side is to go, too.
    for (const stream of [socket, child.stdin, child.stdout]) stream.on("error", end)
    socket.on("close", end)
    child.on("exit", () => setTimeout(end, 2 * delayMs))
  })
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve))
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      for (const child of children) child.kill()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function delay(milliseconds: number): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (milliseconds === 0) return done(null, chunk)
      setTimeout(() => this.push(chunk), milliseconds)
      // Ready for the next chunk at once: a delay is not a limit on how much is under way.
      done()
    },
    flush(done) {
      setTimeout(done, milliseconds)
    },
  })
}
