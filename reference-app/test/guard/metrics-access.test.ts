import { expect, test } from "vitest"
import { SettingsError } from "../../src/environment.js"
import { metricsAccess } from "../../src/guard/metrics-access.js"
import { startService } from "../helpers/service.js"

async function status(from: string, metricsAllow?: string, forwardedFor?: string): Promise<number> {
  const { app } = await startService(metricsAllow === undefined ? {} : { config: { metricsAllow } })
  const headers = forwardedFor === undefined ? {} : { "x-forwarded-for": forwardedFor }
  return (await app.inject({ url: "/metrics", remoteAddress: from, headers })).statusCode
}

test.each([
  ["127.0.0.1", 200],
  ["192.168.56.10", 200],
  ["::ffff:10.1.1.1", 200],
  ["198.51.100.7", 403],
  ["2001:db8::1", 403],
])("without a setting, %s gets %i", async (from, expected) => expect(await status(from)).toBe(expected))

test("a setting replaces the default", async () => {
  expect(await status("198.51.100.7", "198.51.100.0/24")).toBe(200)
  expect(await status("192.168.56.10", "198.51.100.0/24")).toBe(403)
  expect(await status("127.0.0.1", "none")).toBe(403)
  expect(() => metricsAccess("everybody")).toThrow(SettingsError)
})

test("behind the proxy the client counts; a client cannot pass for one that is allowed", async () => {
  expect(await status("127.0.0.1", undefined, "198.51.100.7")).toBe(403)
  expect(await status("127.0.0.1", undefined, "192.168.56.10")).toBe(200)
  expect(await status("198.51.100.7", undefined, "127.0.0.1")).toBe(403)
})

test("a refusal is JSON and shows no metric", async () => {
  const { app } = await startService()
  const { body, headers } = await app.inject({ url: "/metrics", remoteAddress: "198.51.100.7" })
  expect(JSON.parse(body)).toEqual({
    detail: "Metrics are for the monitoring only",
    request_id: headers["x-request-id"],
  })
})
