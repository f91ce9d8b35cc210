import { describe, expect, it } from "vitest"
import { readAddress } from "../../src/cli/init/read-address.js"

describe("readAddress", () => {
  it.each([
    ["192.168.56.10", { address: "192.168.56.10" }],
    ["127.0.0.1:2222", { address: "127.0.0.1", port: 2222 }],
    ["dev", { address: "dev" }],
    ["fe80::1", { address: "fe80::1" }],
    ["[fe80::1]:2222", { address: "fe80::1", port: 2222 }],
    [" local ", { transport: "local" }],
  ])("reads %j", (text, entry) => {
    expect(readAddress(text)).toEqual(entry)
  })

  it.each(["", "two words", "host:0", "host:70000"])("refuses %j", (text) => {
    expect(() => readAddress(text)).toThrow(expect.objectContaining({ code: "COURSE_USAGE" }) as Error)
  })
})
