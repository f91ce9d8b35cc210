import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import type { CourseError } from "../../src/errors/course-error.js"
import { inventory, type SshHost } from "../../src/inventory/inventory.js"
import { findInventory } from "../../src/inventory/find-inventory.js"
import { loadInventory, parseInventory } from "../../src/inventory/load-inventory.js"

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "course-inventory-"))
  mkdirSync(join(home, ".ssh"))
})
afterEach(() => rmSync(home, { recursive: true }))

async function load(text: string, sshConfig?: string) {
  writeFileSync(join(home, "course.yaml"), text)
  if (sshConfig !== undefined) writeFileSync(join(home, ".ssh", "config"), sshConfig)
  const loaded = await loadInventory(join(home, "course.yaml"), { home, env: {} })
  expect(inventory.parse(loaded)).toEqual(loaded)
  return loaded
}

const ssh = (host: unknown): SshHost => host as SshHost

function faults(text: string): string[] {
  try {
    parseInventory(text, "course.yaml")
  } catch (error) {
    expect(error).toMatchObject({ code: "COURSE_CONFIG_INVALID" })
    return (error as CourseError).message.split("\n")
  }
  return []
}

describe("course.yaml", () => {
  it("needs little: the rest follows from it", async () => {
    const { track, hosts, settings } = await load(
      "hosts:\n  dev: { address: 10.0.0.1, user: ada }\n  prod: { address: 10.0.0.2, user: svc }\n",
    )
    expect(track).toBe("typescript")
    expect(hosts.laptop).toMatchObject({ transport: "local" })
    expect(hosts.dev).toMatchObject({
      transport: "ssh",
      address: "10.0.0.1",
      port: 22,
      user: "ada",
      jumps: [],
      connectTimeoutMs: 10_000,
    })
    expect(settings).toMatchObject({
      devAddress: "10.0.0.1",
      prodAddress: "10.0.0.2",
      devRepo: "/home/ada/pixelwise",
      serviceUser: "svc",
      prodPort: 8000,
    })
  })

  it("lets what is written win over what follows", async () => {
    const { track, settings } = await load(
      "track: python\nhosts: { dev: { address: a, user: ada } }\nsettings: { devRepo: /srv/x, prodPort: 9000, devAddress: 192.168.56.10 }\n",
    )
    expect(track).toBe("python")
    expect(settings).toMatchObject({ devRepo: "/srv/x", prodPort: 9000, devAddress: "192.168.56.10" })
  })

  it("lets what follows from a host stand beside settings that say something else", async () => {
    const { settings } = await load(
      "hosts: { dev: { address: 10.0.0.1, user: ada }, prod: { address: 10.0.0.2, user: web } }\nsettings: { gitAccount: ada-l }\n",
    )
    expect(settings).toMatchObject({
      ...{ gitAccount: "ada-l", devAddress: "10.0.0.1", prodAddress: "10.0.0.2" },
      ...{ serviceUser: "web", devRepo: "/home/ada/pixelwise", unit: "pixelwise" },
    })
  })

  it("takes paths from the home folder and from its own", async () => {
    const { hosts } = await load(
      "hosts: { dev: { address: a, identityFile: ~/k, knownHostsFile: known, password: { file: pw }, sudoPasswordFile: /abs } }\n",
    )
    expect(hosts.dev).toMatchObject({
      identityFiles: [join(home, "k")],
      knownHostsFile: join(home, "known"),
      password: { file: join(home, "pw") },
      sudoPassword: { file: "/abs" },
    })
  })

  it("lets a role be this very machine", async () => {
    const { hosts } = await load("hosts: { dev: { transport: local }, laptop: { proxyCommand: nc %h %p } }\n")
    expect(hosts.dev).toMatchObject({ transport: "local" })
    expect(hosts.laptop).toMatchObject({ transport: "local", proxyCommand: "nc %h %p" })
  })

  it("names line, column and what was expected", () => {
    expect(faults("hosts:\n  dev:\n    address: a\n    port: ssh\n")).toEqual([
      "course.yaml:4:5: hosts.dev.port: expected number, received string",
    ])
    expect(faults("hosts:\n  dev: { address: [ }\n")[0]).toMatch(/^course\.yaml:2:\d+: /)
    expect(faults("")[0]).toMatch(/^course\.yaml:1:1: hosts: /)
  })

  it("refuses unknown keys and proposes the nearest", () => {
    expect(faults("hosts:\n  dev:\n    adress: a\n")).toEqual([
      "course.yaml:3:5: unknown key hosts.dev.adress; did you mean address?",
    ])
    expect(faults("hosts: {}\nsettings: { prodport: 1 }\n")).toEqual([
      "course.yaml:2:13: unknown key settings.prodport; did you mean prodPort?",
    ])
    expect(faults("hosts: { dev: { address: a, password: { plain: x } } }\n")[0]).toMatch(/password/)
    expect(faults("hosts: {}\nzzzzzz: 1\n")[0]).toContain("known here: track, hosts, settings")
  })

  it("is found in a folder above", async () => {
    await load("hosts: {}\n")
    mkdirSync(join(home, "a", "b"), { recursive: true })
    expect(findInventory(join(home, "a", "b"))).toBe(join(home, "course.yaml"))
    expect(findInventory("/proc")).toBeUndefined()
    await expect(loadInventory(join(home, "none.yaml"))).rejects.toMatchObject({ code: "COURSE_CONFIG_MISSING" })
  })
})

describe("~/.ssh/config", () => {
  const CONFIG = [
    "Include extra/*.conf",
    "Host dev",
    "  HostName 192.168.56.10",
    "  Port 2222",
    "  User ada",
    "  IdentityFile ~/.ssh/%h.key",
    "  IdentityFile ~/.ssh/missing",
    "  IdentitiesOnly yes",
    "  ProxyJump gate,ops@inner:2200",
    "Host gate",
    "  HostName gate.example.org",
    "  User guest",
    "  ProxyCommand ssh-to %h %p",
    "Host *",
    "  ConnectTimeout 3",
  ].join("\n")

  it("gives an alias its name, port, user, keys and way", async () => {
    writeFileSync(join(home, ".ssh", "192.168.56.10.key"), "")
    const { hosts, settings } = await load("hosts: { dev: { address: dev } }\n", CONFIG)
    expect(hosts.dev).toMatchObject({
      address: "192.168.56.10",
      port: 2222,
      user: "ada",
      identityFiles: [join(home, ".ssh", "192.168.56.10.key")],
      identitiesOnly: true,
      connectTimeoutMs: 3000,
    })
    expect(ssh(hosts.dev).jumps).toMatchObject([
      { address: "gate.example.org", port: 22, user: "guest", proxyCommand: "ssh-to %h %p" },
      { address: "inner", port: 2200, user: "ops" },
    ])
    expect(settings).toMatchObject({ devAddress: "192.168.56.10", devRepo: "/home/ada/pixelwise" })
  })

  it("gives way to course.yaml", async () => {
    const { hosts } = await load(
      "hosts: { dev: { address: dev, port: 22, user: bob, identityFile: k, proxyCommand: nc %h %p } }\n",
      CONFIG,
    )
    expect(hosts.dev).toMatchObject({
      address: "192.168.56.10",
      port: 22,
      user: "bob",
      identityFiles: [join(home, "k")],
      proxyCommand: "nc %h %p",
      jumps: [],
    })
  })

  it("is read with the files it includes, and goes on after them", async () => {
    mkdirSync(join(home, ".ssh", "extra"))
    writeFileSync(join(home, ".ssh", "extra", "a.conf"), "Host prod\n  HostName 10.9.8.7\n")
    const { hosts } = await load(
      "hosts: { prod: { address: prod }, dev: { address: dev } }\n",
      `User outside\n${CONFIG}`,
    )
    expect(hosts.prod).toMatchObject({ address: "10.9.8.7", user: "outside" })
    expect(hosts.dev).toMatchObject({ port: 2222 })
  })
})
