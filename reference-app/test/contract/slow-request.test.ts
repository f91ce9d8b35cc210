import { connect } from "node:net"
import { afterAll, beforeAll, expect, test } from "vitest"
import { startRealService, type RealService } from "./real-service.js"

/** What a request may take to arrive, and how often the service looks, with room for a busy machine. */
const PATIENCE_MS = 30_000

let service: RealService

beforeAll(async () => {
  service = await startRealService({ PERSISTENCE: "none" })
}, 150_000)
afterAll(() => service?.stop())

test.each([
  ["headers", "GET /health HTTP/1.1\r\nHost: slow\r\nX-Slow: "],
  ["a body", "POST /classify HTTP/1.1\r\nHost: slow\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n"],
])(
  "%s that never end are cut off with 408",
  { timeout: PATIENCE_MS + 10_000, concurrent: true },
  async (_part, start) => {
    const received = await trickle(start)
    expect(received).toMatch(/^HTTP\/1\.1 408 .*\r\n/)
    expect(received).toMatch(/\r\nx-request-id: \S+\r\n/i)
    expect(JSON.parse(received.slice(received.indexOf("\r\n\r\n")))).toEqual({
      detail: "The request did not arrive in time",
      request_id: expect.any(String) as string,
    })
  },
)

/** Sends the start and then a byte every half second, until the server closes. @throws Error when it never does */
function trickle(start: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(service.base.port), service.base.hostname)
    let received = ""
    socket.write(start)
    const bytes = setInterval(() => socket.writable && socket.write("a"), 500)
    const limit = setTimeout(() => socket.destroy(new Error("the service waits for ever")), PATIENCE_MS)
    socket.on("data", (chunk: Buffer) => (received += chunk.toString()))
    // The byte that was on its way when the server closed may come back as a reset; the answer was there before.
    socket.on("error", (error) => received === "" && reject(error))
    socket.on("close", () => {
      clearInterval(bytes)
      clearTimeout(limit)
      resolve(received)
    })
  })
}
