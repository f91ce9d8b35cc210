import { createServer as createHttpServer } from "node:http"
import { createServer, type AddressInfo, type Server, type Socket } from "node:net"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import type { Observation } from "../../src/engine/observation.js"
import type { HttpSpec } from "../../src/engine/probe.js"
import type { Host } from "../../src/inventory/inventory.js"
import { observeHttp } from "../../src/transport/http-probe.js"
import type { HostConnection } from "../../src/transport/ports.js"
import { Transports } from "../../src/transport/transports.js"
import { gone, uniqueSleep } from "../helpers/processes.js"
import { canRunSshd, freePort, startSshd, type Sshd } from "../helpers/sshd.js"

const local = (more: { proxyCommand?: string } = {}): Host => ({
  role: "laptop",
  transport: "local",
  user: "root",
  connectTimeoutMs: 5000,
  ...more,
})

let sshd: Sshd | undefined
beforeAll(async () => {
  if (canRunSshd) sshd = await startSshd()
})
afterAll(() => sshd?.stop())

const ways: [string, () => Host][] = [
  ["from this machine", () => local()],
  ["by a proxy command", () => local({ proxyCommand: "nc %h %p" })],
  ...(canRunSshd ? [["over SSH", () => (sshd ? sshd.host() : local())] satisfies [string, () => Host]] : []),
]

describe.each(ways)("a request %s", (name, host) => {
  let connection: HostConnection
  const servers: Server[] = []
  const sockets: Socket[] = []

  beforeAll(async () => {
    connection = await new Transports({ knownHostsFile: `/var/tmp/course-http-${process.pid}` }).connect(host())
  })
  afterAll(() => connection.close())
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy()
    for (const server of servers.splice(0)) server.close()
  })

  async function listen(server: Server): Promise<number> {
    servers.push(server)
    server.on("connection", (socket: Socket) => {
      sockets.push(socket)
      socket.on("error", () => undefined)
    })
    server.listen(0, "127.0.0.1")
    await new Promise((resolve) => server.once("listening", resolve))
    return (server.address() as AddressInfo).port
  }

  const raw = (onSocket: (socket: Socket) => void): Promise<number> => listen(createServer(onSocket))

  const ask = (port: number, more: Partial<HttpSpec> = {}): Promise<Observation> =>
    observeHttp(connection, {
      kind: "http",
      host: "dev",
      url: `http://127.0.0.1:${port}/path?x=1`,
      method: "GET",
      headers: {},
      timeoutMs: 3000,
      maxBytes: 1000,
      ...more,
    })

  it("sends method, path, headers and body, and reads the whole answer", async () => {
    const port = await listen(
      createHttpServer((request, response) => {
        let body = ""
        request.on("data", (chunk) => (body += String(chunk)))
        request.on("end", () => {
          response.setHeader(
            "X-Seen",
            `${request.method} ${request.url} ${String(request.headers["x-api-key"])} ${body}`,
          )
          response.setHeader("Set-Cookie", ["a=1", "b=2"])
          response.statusCode = 422
          response.end("ä")
        })
      }),
    )
    expect(await ask(port, { method: "POST", headers: { "X-API-Key": "k" }, body: "{}" })).toMatchObject({
      status: "response",
      statusCode: 422,
      headers: { "x-seen": "POST /path?x=1 k {}", "set-cookie": "a=1, b=2" },
      body: "ä",
      truncated: false,
    })
  })

  it("takes a redirect for an answer", async () => {
    const port = await raw((socket) =>
      socket.end("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"),
    )
    expect(await ask(port)).toMatchObject({ statusCode: 302, headers: { location: "http://127.0.0.1:1/" } })
  })

  it("cuts a body without end", async () => {
    const port = await raw((socket) => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n")
      const timer = setInterval(() => socket.write("x".repeat(500)), 5)
      socket.on("close", () => clearInterval(timer))
    })
    expect(await ask(port)).toMatchObject({ statusCode: 200, body: "x".repeat(1000), truncated: true })
  })

  it("tells that nothing listens", async () => {
    expect(await ask(await freePort())).toMatchObject({ status: "no-response", why: "refused" })
  })

  it("tells a server that accepts and stays silent, also in the middle of an answer", async () => {
    const silent = await raw(() => undefined)
    expect(await ask(silent, { timeoutMs: 300 })).toMatchObject({ status: "no-response", why: "timeout" })
    const stalled = await raw((socket) => socket.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12"))
    expect(await ask(stalled, { timeoutMs: 300 })).toMatchObject({ status: "no-response", why: "timeout" })
  })

  it("tells a server that hangs up before or within an answer", async () => {
    const rude = await raw((socket) => socket.end())
    // A plain nc does not hand on that the other side hung up: through it, that looks like silence.
    const closed = name === "by a proxy command" ? "timeout" : "closed"
    expect(await ask(rude, { timeoutMs: 800 })).toMatchObject({ status: "no-response", why: closed })
    const hasty = await raw((socket) => socket.end("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12"))
    expect(await ask(hasty, { timeoutMs: 800 })).toMatchObject({ status: "no-response", why: closed })
  })

  it("tells what is not HTTP", async () => {
    const port = await raw((socket) => socket.end("SSH-2.0-OpenSSH_9.2\r\n"))
    expect(await ask(port)).toMatchObject({ status: "no-response", why: "not-http" })
    const headers = await raw((socket) => socket.end(`HTTP/1.1 200 OK\r\nX: ${"y".repeat(100_000)}\r\n\r\n`))
    expect(await ask(headers)).toMatchObject({ status: "no-response", why: "not-http" })
  })

  it("stops when the run is aborted", async () => {
    const port = await raw(() => undefined)
    const spec: HttpSpec = {
      kind: "http",
      host: "dev",
      url: `http://127.0.0.1:${port}/`,
      method: "GET",
      headers: {},
      timeoutMs: 60_000,
      maxBytes: 10,
    }
    expect(await observeHttp(connection, spec, AbortSignal.timeout(200))).toMatchObject({ code: "COURSE_INTERRUPTED" })
  })
})

describe("a request by a proxy command", () => {
  it("leaves no process of the command behind", async () => {
    const nap = uniqueSleep()
    const connection = await new Transports({ knownHostsFile: "/dev/null" }).connect(
      local({ proxyCommand: `sh -c 'sleep ${nap}; echo %h'` }),
    )
    const spec: HttpSpec = {
      kind: "http",
      host: "laptop",
      url: "http://127.0.0.1:1/",
      method: "GET",
      headers: {},
      timeoutMs: 300,
      maxBytes: 10,
    }
    expect(await observeHttp(connection, spec)).toMatchObject({ status: "no-response", why: "timeout" })
    expect(await gone(nap)).toEqual([])
    await connection.close()
  })
})
