import { describe, expect, test } from "vitest"
import { startService } from "../helpers/service.js"

describe("what is not there", () => {
  test.each([
    "/nothing",
    "/classify/",
    "/CLASSIFY",
    "/predictions/1/2",
    "//classify",
    "/ui/classify",
    "/%zz",
    "/%00",
    "/docs",
  ])("%s is 404 with a detail", async (url) => {
    const { app } = await startService()
    const response = await app.inject(url)
    expect([response.statusCode, response.json().detail]).toEqual([404, "Not Found"])
  })

  test.each([
    ["GET", "/classify?x=1", "POST"],
    ["PUT", "/classify", "POST"],
    ["TRACE", "/classify", "POST"],
    ["POST", "/health", "GET, HEAD"],
    ["POST", "/predictions/7", "DELETE, GET, HEAD, PUT"],
    ["PATCH", "/predictions/7", "DELETE, GET, HEAD, PUT"],
    ["DELETE", "/metrics", "GET, HEAD"],
  ] as const)("%s %s is 405 and names the right methods", async (method, url, allowed) => {
    const { app } = await startService()
    const response = await app.inject({ method: method as "GET", url })
    expect([response.statusCode, response.json().detail]).toEqual([405, "Method Not Allowed"])
    expect(response.headers.allow).toBe(allowed)
  })

  test("a body that cannot be read is no reason for another answer", async () => {
    const { app } = await startService()
    for (const [type, payload] of [
      ["application/json", "{"],
      ["text/xml", "<a/>"],
      ["application/json", "x".repeat(100_000)],
    ] as const) {
      const ask = (url: string) => app.inject({ method: "PATCH", url, headers: { "content-type": type }, payload })
      expect((await ask("/nothing")).statusCode).toBe(404)
      expect((await ask("/classify")).statusCode).toBe(405)
    }
  })
})

test("OPTIONS tells the methods of a path and opens it to no other origin", async () => {
  const { app } = await startService()
  const headers = { origin: "https://example.org", "access-control-request-method": "POST" }
  const response = await app.inject({ method: "OPTIONS", url: "/classify", headers })
  expect([response.statusCode, response.body, response.headers.allow]).toEqual([204, "", "POST"])
  expect(response.headers).not.toHaveProperty("access-control-allow-origin")
  expect((await app.inject({ method: "OPTIONS", url: "/nothing" })).statusCode).toBe(404)
})

test("HEAD answers as GET does, without a body", async () => {
  const { app } = await startService()
  const [head, get] = [await app.inject({ method: "HEAD", url: "/results" }), await app.inject("/results")]
  expect([head.statusCode, head.body]).toEqual([200, ""])
  expect(head.headers["content-length"]).toBe(get.headers["content-length"])
})
