import { execFileSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import {
  fingerprint,
  keyType,
  KnownHosts,
  knownHostsName,
  rememberKey,
  replaceKey,
} from "../../src/transport/ssh/known-hosts.js"
import { keygen } from "../helpers/sshd.js"

let folder: string
let file: string
let key: Buffer
let other: Buffer

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "course-known-hosts-"))
  file = join(folder, "known_hosts")
  key = makeKey("a")
  other = makeKey("b")
})
afterEach(() => rmSync(folder, { recursive: true }))

function makeKey(name: string): Buffer {
  keygen(join(folder, name))
  return Buffer.from(readFileSync(join(folder, `${name}.pub`), "utf8").split(" ")[1] ?? "", "base64")
}

const line = (hosts: string, which: Buffer, marker = ""): string =>
  `${marker}${hosts} ssh-ed25519 ${which.toString("base64")}\n`

async function standing(content: string, name: string): Promise<string> {
  writeFileSync(file, content)
  return (await KnownHosts.read([file])).standing(name, key).kind
}

describe("KnownHosts", () => {
  it("finds a host by its name, its port and its patterns", async () => {
    expect(await standing(line("dev,192.168.56.10", key), "192.168.56.10")).toBe("known")
    expect(await standing(line("[dev]:2222", key), knownHostsName("dev", 2222))).toBe("known")
    expect(await standing(line("192.168.56.*", key), "192.168.56.11")).toBe("known")
    expect(await standing(line("192.168.56.*,!192.168.56.11", key), "192.168.56.11")).toBe("new")
    expect(await standing(line("dev", key), knownHostsName("dev", 2222))).toBe("new")
  })

  it("finds hosts that ssh-keygen has hashed", async () => {
    writeFileSync(file, line("[127.0.0.1]:2222", key))
    execFileSync("ssh-keygen", ["-q", "-H", "-f", file], { stdio: "ignore" })
    const hashed = readFileSync(file, "utf8")
    expect(hashed).not.toContain("127.0.0.1")
    expect(await standing(hashed, "[127.0.0.1]:2222")).toBe("known")
    expect(await standing(hashed, "[127.0.0.1]:2223")).toBe("new")
  })

  it("tells a changed key, with the line that says otherwise", async () => {
    writeFileSync(file, `# a comment\n${line("dev", other)}`)
    const known = await KnownHosts.read([file])
    expect(known.standing("dev", key)).toEqual({ kind: "changed", where: `${file}:2` })
  })

  it("refuses a revoked key, whichever file revokes it", async () => {
    const revoking = join(folder, "revoking")
    writeFileSync(file, line("dev", key))
    writeFileSync(revoking, line("*", key, "@revoked "))
    const known = await KnownHosts.read([file, revoking])
    expect(known.standing("dev", key).kind).toBe("revoked")
  })

  it("believes the first file that knows the host", async () => {
    const stale = join(folder, "stale")
    writeFileSync(file, line("dev", key))
    writeFileSync(stale, line("dev", other))
    expect((await KnownHosts.read([file, stale])).standing("dev", key).kind).toBe("known")
    expect((await KnownHosts.read([stale, file])).standing("dev", key).kind).toBe("changed")
  })

  it("passes over what it does not understand", async () => {
    expect(await standing(`nonsense\n@cert-authority * ssh-ed25519 AAAA\n\n${line("dev", key)}`, "dev")).toBe("known")
  })

  it("remembers a key so that ssh-keygen finds it, for the owner alone", async () => {
    writeFileSync(file, line("other", other).trimEnd())
    await rememberKey(file, "[127.0.0.1]:2222", key)
    expect(execFileSync("ssh-keygen", ["-F", "[127.0.0.1]:2222", "-f", file], { encoding: "utf8" })).toContain(
      key.toString("base64"),
    )
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  it("replaces all keys of a host and nothing else, hashed or not", async () => {
    writeFileSync(file, line("dev", other))
    execFileSync("ssh-keygen", ["-q", "-H", "-f", file], { stdio: "ignore" })
    writeFileSync(file, `${readFileSync(file, "utf8")}# kept\n${line("prod", other)}`)
    await replaceKey(file, "dev", key)
    const known = await KnownHosts.read([file])
    expect(known.standing("dev", key).kind).toBe("known")
    expect(known.standing("prod", other).kind).toBe("known")
    expect(readFileSync(file, "utf8").split("\n").filter(Boolean)).toHaveLength(3)
  })

  it("prints type and fingerprint as ssh-keygen does", () => {
    expect(keyType(key)).toBe("ssh-ed25519")
    expect(execFileSync("ssh-keygen", ["-lf", join(folder, "a.pub")], { encoding: "utf8" })).toContain(fingerprint(key))
  })
})
