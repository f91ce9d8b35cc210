import { once } from "node:events"
import { connect, type AddressInfo } from "node:net"
import fc from "fast-check"
import { expect, test } from "vitest"
import { requestIdOf } from "../../src/observability/request-id.js"
import { flat } from "../helpers/images.js"
import { startService } from "../helpers/service.js"

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

const idFor = (given?: string): string => requestIdOf({ headers: given === undefined ? {} : { "x-request-id": given } })

test("a plain short id is kept, anything else becomes a new UUID", () => {
  for (const given of ["a", "A.b_c-9", "x".repeat(128)]) expect(idFor(given)).toBe(given)
  for (const given of [undefined, "", "x".repeat(129), "a b", "a\n", "a\r\nX: y", "ä", "a,b", '{"a":1}', "<b>"]) {
    expect(idFor(given)).toMatch(UUID)
  }
})

test("whatever is sent, the id is fit for headers and logs; what is fit is repeated", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (given) => /^[A-Za-z0-9._-]{1,128}$/.test(idFor(given))))
  fc.assert(fc.property(fc.stringMatching(/^[A-Za-z0-9._-]{1,128}$/), (given) => idFor(given) === given))
})

test("new ids are all different", () => {
  expect(new Set(Array.from({ length: 10_000 }, () => idFor())).size).toBe(10_000)
})

test("every answer repeats the id, also in the body of a refusal", async () => {
  const { app, post } = await startService({ config: { generalPerMinute: 8 } })
  const headers = { "x-request-id": "trace-1" }
  const answers = [
    await app.inject({ url: "/health", headers }),
    await post({ pixels: flat(0) }, { headers }),
    await post({ pixels: flat(0) }, { key: "wrong", headers }),
    await post({}, { headers }),
    await post("x".repeat(100_000), { headers }),
    await app.inject({ url: "/nowhere", headers }),
    await app.inject({ url: "/%c3%28", headers }),
    await app.inject({ method: "DELETE", url: "/health", headers }),
    await app.inject({ url: "/health", headers }),
  ]
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 401, 422, 413, 404, 404, 405, 429])
  for (const answer of answers) {
    expect(answer.headers["x-request-id"]).toBe("trace-1")
    if (answer.statusCode !== 200) expect(answer.json()).toMatchObject({ request_id: "trace-1" })
  }
})

test("any path is answered with an id, also one that cannot be decoded or is very long", async () => {
  const { app } = await startService({ config: { generalPerMinute: 0 } })
  const path = fc.string({ unit: fc.constantFrom("%", "/", "a", "f", "2", "?", ".", "e") }).map((text) => `/${text}`)
  await fc.assert(
    fc.asyncProperty(path, async (url) => {
      const { headers, statusCode } = await app.inject(url)
      expect(headers["x-request-id"]).toMatch(UUID)
      expect(statusCode).toBeLessThan(500)
    }),
  )
  const long = await app.inject(`/predictions/${"9".repeat(10_000)}`)
  expect([long.statusCode < 500, long.headers["x-request-id"]]).toEqual([true, expect.stringMatching(UUID)])
})

/** What the service sends for these bytes, on a connection of their own. */
async function send(port: number, bytes: string): Promise<string> {
  const socket = connect(port, "127.0.0.1")
  let answer = ""
  socket.on("data", (chunk: Buffer) => (answer += chunk.toString()))
  socket.write(bytes)
  await once(socket, "close")
  return answer
}

test.each([
  ["bytes that are no request", "HELLO\r\n\r\n", 400],
  ["a request without Host", "GET /health HTTP/1.1\r\nConnection: close\r\n\r\n", 400],
  [
    "an expectation that nobody knows",
    "GET /version HTTP/1.1\r\nHost: a\r\nExpect: tea\r\nConnection: close\r\n\r\n",
    200,
  ],
  ["headers that are too large", `GET / HTTP/1.1\r\nHost: a\r\nX: ${"x".repeat(20_000)}\r\n\r\n`, 431],
  ["a method that no route has", "PROPFIND / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", 404],
  ["HTTP/1.0", "GET /version HTTP/1.0\r\n\r\n", 200],
])("%s is answered with an id", async (_title, bytes, status) => {
  const { app } = await startService()
  await app.listen({ host: "127.0.0.1", port: 0 })
  const answer = await send((app.server.address() as AddressInfo).port, bytes)
  expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
  const id = /^x-request-id: (.*)\r$/im.exec(answer)?.[1]
  expect(id).toMatch(UUID)
  if (status >= 400) expect(answer).toContain(`"request_id":"${id}"`)
})
