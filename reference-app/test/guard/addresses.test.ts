import { isIP } from "node:net"
import fc from "fast-check"
import { expect, test } from "vitest"
import { SettingsError } from "../../src/environment.js"
import { clientOf, parseAddresses, toAddress } from "../../src/guard/addresses.js"

test.each([
  ["loopback", ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"], ["128.0.0.1", "::2", "10.0.0.1"]],
  ["private", ["10.1.2.3", "172.31.0.1", "192.168.56.10", "fd00::1"], ["172.32.0.1", "192.169.0.1", "2001:db8::1"]],
  ["linklocal", ["169.254.1.1", "fe80::1", "fe80::1%eth0"], ["fec0::1"]],
  ["192.0.2.1", ["192.0.2.1", "::ffff:192.0.2.1", "::ffff:c000:201"], ["192.0.2.2"]],
  ["2001:db8::/32, 192.0.2.0/24", ["2001:db8:1::1", "192.0.2.255"], ["2001:db9::1", "192.0.3.0"]],
  ["::ffff:192.0.2.0/120", ["192.0.2.7"], ["192.0.3.7"]],
  ["0.0.0.0/0", ["8.8.8.8"], ["::1"]],
  ["none", [], ["127.0.0.1", "::1"]],
])("%s has its addresses and no others", (setting, inside, outside) => {
  const set = parseAddresses("TRUST_PROXY", setting)
  // Twice: the second answer is remembered.
  for (const round of [1, 2]) {
    expect([round, ...inside.filter((address) => !set.has(address))]).toEqual([round])
    expect([round, ...outside.filter((address) => set.has(address))]).toEqual([round])
  }
  for (const nonsense of [undefined, "", "unknown", "127.0.0.1:80", "127.1", "localhost"]) {
    expect(set.has(nonsense)).toBe(false)
  }
})

test.each(["", " , ", "everyone", "10.0.0.0/33", "10.0.0/8", "::1/129", "10.0.0.0/8/8", "10.0.0.0/", "none, loopback"])(
  "%j is refused, and the setting is named",
  (setting) => {
    expect(() => parseAddresses("METRICS_ALLOW", setting)).toThrow(SettingsError)
    expect(() => parseAddresses("METRICS_ALLOW", setting)).toThrow(/^METRICS_ALLOW /)
  },
)

test("a set answers for more addresses than it remembers", () => {
  const set = parseAddresses("TRUST_PROXY", "10.0.0.0/9")
  for (let i = 0; i < 3_000; i++) expect(set.has(`10.${i % 256}.${i >> 8}.1`)).toBe(i % 256 < 128)
})

test("IPv4 counts by address, IPv6 by /64", () => {
  expect(clientOf("192.0.2.1")).toBe("192.0.2.1")
  expect(clientOf("unknown")).toBe("unknown")
  expect(clientOf("2001:db8:1:2::7")).toBe("2001:db8:1:2::/64")
  expect(clientOf("2001:db8:1:2:ffff::")).toBe(clientOf("2001:db8:1:2::7"))
  expect(clientOf("2001:db8:1:3::7")).not.toBe(clientOf("2001:db8:1:2::7"))
  expect(clientOf("::1")).toBe("0:0:0:0::/64")
})

test("however an IPv6 address is written, it is the same client, and its /64 alone decides", () => {
  const group = fc.integer({ min: 0, max: 0xffff })
  fc.assert(
    fc.property(fc.tuple(group, group, group, group), fc.array(group, { minLength: 4, maxLength: 4 }), (net, host) => {
      const long = [...net, ...host].map((number) => number.toString(16).padStart(4, "0")).join(":")
      const short = new URL(`http://[${long}]`).hostname.slice(1, -1)
      const other = [...net, 1, 2, 3, 4].map((number) => number.toString(16)).join(":")
      expect(clientOf(short)).toBe(clientOf(long))
      expect(clientOf(long)).toBe(clientOf(other))
      const next = [net[0], net[1], net[2], net[3] ^ 1, ...host].map((number) => number.toString(16)).join(":")
      expect(clientOf(next)).not.toBe(clientOf(long))
    }),
  )
})

test("an address stays an address, IPv4 inside IPv6 becomes IPv4, anything else is none", () => {
  fc.assert(
    fc.property(fc.ipV4(), (address) => {
      expect(toAddress(address)).toBe(address)
      expect(toAddress(`::ffff:${address}`)).toBe(address)
      const [a, b, c, d] = address.split(".").map(Number) as [number, number, number, number]
      expect(toAddress(`0:0:0:0:0:FFFF:${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`)).toBe(address)
    }),
  )
  fc.assert(fc.property(fc.ipV6(), (address) => isIP(toAddress(address) ?? "") !== 0))
  fc.assert(fc.property(fc.string(), (text) => isIP(text) !== 0 || toAddress(text) === undefined))
})
