import { connect } from "node:net"
import { once } from "node:events"
import fc from "fast-check"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { clientFor, type ContractClient } from "./client.js"
import { readDocument } from "./openapi.js"
import { KEY, startRealService, type RealService } from "./real-service.js"
import { holdToPromise } from "./refusal.js"
import { requestsOf } from "./requests.js"
import { strayRequests } from "./stray-requests.js"
import { sendRaw, type RawResponse } from "./send.js"

/** Each is one HTTP request over a connection of its own. */
const RUNS_PER_OPERATION = 120
const STRAY_RUNS = 300
const MINUTE = 60_000

let service: RealService
let client: ContractClient

beforeAll(async () => {
  service = await startRealService()
  client = clientFor(
    readDocument(await (await fetch(new URL("/openapi.json", service.base))).text()),
    service.base,
    KEY,
  )
}, 2.5 * MINUTE)
afterAll(() => service?.stop())

describe("whatever is sent", () => {
  test("every operation gives a documented answer and never a 5xx", { timeout: 3 * MINUTE }, async () => {
    const statuses = new Map<string, Set<number>>()
    for (const operation of client.operations) {
      const seen = new Set<number>()
      statuses.set(operation.name, seen)
      const property = fc.asyncProperty(requestsOf(operation, client), async (request) => {
        const answer = await client.send(operation, request)
        holdToPromise(operation.name, answer)
        seen.add(answer.status)
      })
      // Nothing is made smaller after a failure: the message tells enough, and 784 values take long.
      await fc.assert(property, { numRuns: RUNS_PER_OPERATION, endOnFailure: true })
    }
    console.log([...statuses].map(([name, seen]) => `${name}: ${[...seen].sort().join(" ")}`).join("\n"))
    // Otherwise the requests would not be as different as they are meant to be. One operation alone may miss one by chance.
    const all = new Set([...statuses.values()].flatMap((seen) => [...seen]))
    expect([...all]).toEqual(expect.arrayContaining([200, 400, 401, 413, 415, 422]))
  })

  test("every other method and path is refused in the one shape", { timeout: 2 * MINUTE }, async () => {
    const property = fc.asyncProperty(strayRequests(client), async (request) => {
      holdToPromise(`${request.method} ${request.path}`, await sendRaw(service.base, request))
    })
    await fc.assert(property, { numRuns: STRAY_RUNS, endOnFailure: true })
  })

  test("requests too long for a server are refused in the one shape", { timeout: MINUTE }, async () => {
    const long = "a".repeat(40_000)
    for (const request of [
      { method: "GET", path: `/${long}` },
      { method: "GET", path: `/results?before=${long}` },
      { method: "GET", path: "/results", headers: { cookie: long } },
      { method: "GET", path: "/results", headers: { "x-request-id": long } },
      {
        method: "GET",
        path: "/results",
        headers: Object.fromEntries(Array.from({ length: 3000 }, (_, index) => [`x-${index}`, "a"])),
      },
    ]) {
      const answer = await sendRaw(service.base, request)
      holdToPromise(`GET with ${request.path.length} characters`, answer)
      expect(answer.status).toBeGreaterThanOrEqual(400)
    }
  })

  test.each<[string, string]>([
    ["bytes that are no HTTP", "\u0000\u0001\u0002\r\n\r\n"],
    ["another protocol", "SSH-2.0-OpenSSH_9.2\r\n\r\n"],
    ["HTTP/2 without asking", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"],
    ["an unknown version", "GET /health HTTP/9.9\r\nHost: x\r\n\r\n"],
    ["an unknown method", "FETCH /health HTTP/1.1\r\nHost: x\r\n\r\n"],
    ["no Host", "GET /health HTTP/1.1\r\nConnection: close\r\n\r\n"],
    ["NUL in a header", "GET /health HTTP/1.1\r\nHost: x\r\nX-API-Key: a\u0000b\r\n\r\n"],
    ["NUL in the path", "GET /health\u0000 HTTP/1.1\r\nHost: x\r\n\r\n"],
    ["two lengths", "POST /classify HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}"],
    [
      "a length and chunks",
      "POST /classify HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    ],
    ["a negative length", "POST /classify HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n"],
    [
      "a broken chunk",
      "POST /classify HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ],
    ["an unknown coding", "POST /classify HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n"],
    [
      "an expectation",
      "POST /classify HTTP/1.1\r\nHost: x\r\nConnection: close\r\nExpect: wonders\r\nContent-Length: 2\r\n\r\n{}",
    ],
  ])("%s is refused in the one shape, and others are still served", async (title, bytes) => {
    const answer = await sendBytes(service.base, bytes)
    holdToPromise(title, answer)
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect((await client.call("GET /health")).status).toBe(200)
  })

  test("nothing is written to the log that no answer told of: no 500, no crash", () => {
    const lines = service
      .output()
      .split("\n")
      .filter((line) => line.startsWith("{"))
      .map((line) => JSON.parse(line) as { level: string; status_code?: number })
    expect(lines.length).toBeGreaterThan(client.operations.length * RUNS_PER_OPERATION * 0.5)
    expect(
      lines.filter(({ level, status_code = 0 }) => /^(error|fatal|critical)$/i.test(level) || status_code >= 500),
    ).toEqual([])
  })
})

/** Writes bytes and reads the first answer once the server has closed. @throws Error when it keeps the connection for seconds */
async function sendBytes(base: URL, bytes: string): Promise<RawResponse> {
  const socket = connect(Number(base.port), base.hostname)
  try {
    socket.setTimeout(3_000, () => socket.destroy(new Error("the connection stayed open for 3 s")))
    let received = ""
    socket.on("data", (chunk: Buffer) => (received += chunk.toString("latin1")))
    socket.write(bytes, "latin1")
    await once(socket, "end")
    const end = received.indexOf("\r\n\r\n")
    const [first = "", ...lines] = received.slice(0, end).split("\r\n")
    const headers = Object.fromEntries(
      lines.map((line) => [line.slice(0, line.indexOf(":")).toLowerCase(), line.slice(line.indexOf(":") + 1).trim()]),
    )
    // What follows is an answer to the rest of the bytes, which the server took for a second request.
    const text = received.slice(end + 4, end + 4 + Number(headers["content-length"] ?? 0))
    return { status: Number(first.split(" ")[1]), headers, text }
  } finally {
    socket.destroy()
  }
}
