import { isIP } from "node:net"
import fc from "fast-check"
import { expect, test } from "vitest"
import { guardedApp } from "./guarded-app.js"

const PROXY = "127.0.0.1"
const CLIENT = "198.51.100.7"

async function client(forwardedFor: string | undefined, peer: string, trust?: string): Promise<string> {
  const { open } = guardedApp({ generalPerMinute: 0, ...(trust && { trust }) })
  const headers: Record<string, string> = forwardedFor === undefined ? {} : { "x-forwarded-for": forwardedFor }
  return (await open(headers, peer)).json<{ client: string }>().client
}

test.each([
  ["no header: the peer", undefined, CLIENT, CLIENT],
  ["a trusted peer says for whom it asks", CLIENT, PROXY, CLIENT],
  ["a forged header of a peer that is not trusted", "192.0.2.1", CLIENT, CLIENT],
  ["what the client put before the proxy's entry", `192.0.2.1, ${CLIENT}`, PROXY, CLIENT],
  ["the client calls itself the proxy", `${PROXY}, ${CLIENT}`, PROXY, CLIENT],
  ["a chain of trusted proxies", `192.0.2.1, ${CLIENT}, 127.0.0.2`, PROXY, CLIENT],
  ["all of the chain is trusted: its beginning", "127.0.0.3, 127.0.0.2", PROXY, "127.0.0.3"],
  ["nonsense from a trusted peer: the peer", "nonsense", PROXY, PROXY],
  ["nonsense before the client's entry", `nonsense, ${CLIENT}`, PROXY, CLIENT],
  ["an empty header", "", PROXY, PROXY],
  ["IPv6", "2001:db8::7", "::1", "2001:db8::7"],
  ["IPv4 inside IPv6, peer and client", `::ffff:${CLIENT}`, "::ffff:127.0.0.1", CLIENT],
])("%s", async (_title, header, peer, expected) => {
  expect(await client(header, peer)).toBe(expected)
})

test("trust can be moved elsewhere, or given to nobody", async () => {
  expect(await client(CLIENT, "10.0.0.5", "10.0.0.0/8")).toBe(CLIENT)
  expect(await client(CLIENT, PROXY, "10.0.0.0/8")).toBe(PROXY)
  expect(await client(CLIENT, PROXY, "none")).toBe(PROXY)
})

test("whatever an untrusted peer writes, it stays itself", async () => {
  const { open } = guardedApp({ generalPerMinute: 0 })
  const entry = fc.oneof(fc.ipV4(), fc.ipV6(), fc.string({ unit: "grapheme-ascii" }))
  await fc.assert(
    fc.asyncProperty(fc.array(entry), async (entries) => {
      const response = await open({ "x-forwarded-for": entries.join(", ") }, CLIENT)
      expect(response.json()).toEqual({ client: CLIENT })
    }),
  )
})

test("whatever a client writes in front, the entry of the proxy decides, and the result is always an address", async () => {
  const { open } = guardedApp({ generalPerMinute: 0 })
  const entry = fc.oneof(fc.ipV4(), fc.ipV6(), fc.string({ unit: "grapheme-ascii" }))
  await fc.assert(
    fc.asyncProperty(fc.array(entry), entry, async (front, last) => {
      const real = await open({ "x-forwarded-for": [...front, CLIENT].join(", ") }, PROXY)
      expect(real.json()).toEqual({ client: CLIENT })
      const any = await open({ "x-forwarded-for": [...front, last].join(", ") }, PROXY)
      expect(isIP(any.json<{ client: string }>().client)).not.toBe(0)
    }),
  )
})
