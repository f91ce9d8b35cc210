import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { createServer, type AddressInfo, type Server } from "node:net"
import { tmpdir } from "node:os"
import path from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { showFound } from "../../src/cli/init/show-found.js"
import { nameOf } from "../../src/setup/candidate.js"
import { greetBy, proposals, searchMachines, type SearchView } from "../../src/setup/search.js"

let home: string
const servers: Server[] = []
beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), "course-setup-"))
  await mkdir(path.join(home, ".ssh"))
})
afterEach(async () => {
  for (const server of servers.splice(0)) server.close()
  await rm(home, { recursive: true })
})

const config = (text: string): Promise<void> => writeFile(path.join(home, ".ssh", "config"), text)
const view = (more: Partial<SearchView> = {}): SearchView => ({
  machine: { hostname: "laptop", addresses: ["10.0.0.2"] },
  home,
  env: {},
  run: async () => undefined,
  greet: async () => "silent",
  ...more,
})

async function listen(greeting: string | undefined): Promise<number> {
  const server = createServer((socket) => {
    socket.on("error", () => undefined)
    if (greeting !== undefined) socket.write(greeting)
  }).listen(0, "127.0.0.1")
  servers.push(server)
  await new Promise((resolve) => server.once("listening", resolve))
  return (server.address() as AddressInfo).port
}

describe("searchMachines", () => {
  it("proposes the lecture's addresses where nothing answers, and says so", async () => {
    const seen = await searchMachines(view())
    expect(seen.map(nameOf)).toEqual(["192.168.56.10", "192.168.56.11"])
    expect(proposals(seen)).toMatchObject({
      dev: { entry: { address: "192.168.56.10" } },
      prod: { entry: { address: "192.168.56.11" } },
    })
    expect(showFound(seen, { color: false, unicode: true })).toMatch(
      /○ 192\.168\.56\.10 .*no answer\n[^]*Are both switched on\?/,
    )
  })

  it("takes aliases of ~/.ssh/config that fit, and leaves the others alone", async () => {
    await config(
      "Host * !x\n  User anyone\nHost pw-dev\n  HostName 192.168.56.10\n  User user\nHost box web\n  HostName 10.1.1.1\n  User produser\nHost github.com\n  User git\n",
    )
    const seen = await searchMachines(
      view({ greet: async ({ address }) => (address === "pw-dev" ? "ssh" : "refused") }),
    )
    expect(seen[0]).toMatchObject({ role: "dev", entry: { address: "pw-dev" }, source: "~/.ssh/config", answer: "ssh" })
    expect(seen.map(nameOf)).not.toContain("github.com")
    expect(proposals(seen).dev.entry).toMatchObject({ address: "pw-dev" })
  })

  it("prefers a machine that answers to one that does not", async () => {
    const run: SearchView["run"] = async (_file, [verb]) =>
      verb === "list"
        ? '"prod" {11111111-2222-3333-4444-555555555555}\n'
        : verb === "showvminfo"
          ? 'VMState="running"\nForwarding(0)="ssh,tcp,,2223,,22"\n'
          : ""
    const seen = await searchMachines(view({ run, greet: async ({ port }) => (port === 2223 ? "ssh" : "silent") }))
    expect(proposals(seen).prod.entry).toEqual({ address: "127.0.0.1", port: 2223 })
  })

  it.each([
    ["its address", { hostname: "vm", addresses: ["127.0.0.1", "192.168.56.10"] }],
    ["its name", { hostname: "dev.local", addresses: [] }],
  ])("notices by %s that it runs in dev itself", async (_, machine) => {
    const seen = await searchMachines(view({ machine, greet: async () => "ssh" }))
    expect(proposals(seen).dev).toMatchObject({
      entry: { transport: "local", address: "192.168.56.10" },
      answer: "this machine",
    })
    expect(proposals(seen).prod.entry.transport).toBeUndefined()
  })

  it("tells SSH servers from other ones, from closed ports and from silence, and logs in nowhere", async () => {
    const greet = greetBy(home, {}, new AbortController().signal)
    const at = (port: number) => greet({ address: "127.0.0.1", port })
    expect(await at(await listen("SSH-2.0-OpenSSH_9.6\r\n"))).toBe("ssh")
    expect(await at(await listen("HTTP/1.1 400 Bad Request\r\n"))).toBe("something else")
    const closed = await listen("x")
    await new Promise((resolve) => servers.pop()?.close(resolve))
    expect(await at(closed)).toBe("refused")
    expect(await at(await listen(undefined))).toBe("silent")
    await config("Host far\n  ProxyJump gate\nHost odd\n  ProxyCommand echo SSH-2.0-proxy\n")
    expect(await greet({ address: "far" })).toBe("untried")
    expect(await greet({ address: "odd" })).toBe("ssh")
  })
})
