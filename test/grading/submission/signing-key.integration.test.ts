import { execFileSync, spawn, type ChildProcess } from "node:child_process"
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { signManifest } from "../../../src/grading/submission/sign.js"
import { chooseSigningKey } from "../../../src/grading/submission/signing-key.js"
import { parseSshSignature } from "../../../src/grading/submission/ssh-signature.js"
import { eventually } from "../../helpers/processes.js"

const PASSPHRASE = "open sesame"
const MANIFEST = Buffer.from("{}\n")

let folder: string
let key: string
let agent: ChildProcess
let agentSocket: string

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "course-key-"))
  key = path.join(folder, "locked")
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", PASSPHRASE, "-C", "ada", "-f", key])
  const askpass = path.join(folder, "askpass")
  writeFileSync(askpass, `#!/bin/sh\necho '${PASSPHRASE}'\n`, { mode: 0o700 })
  agentSocket = path.join(folder, "agent")
  agent = spawn("ssh-agent", ["-D", "-a", agentSocket], { stdio: "ignore" })
  await eventually(() => existsSync(agentSocket))
  const env = { ...process.env, SSH_AUTH_SOCK: agentSocket, SSH_ASKPASS: askpass, SSH_ASKPASS_REQUIRE: "force" }
  execFileSync("ssh-add", ["-q", key], { env, stdio: "ignore" })
})
afterAll(() => {
  agent.kill()
  rmSync(folder, { recursive: true, force: true })
})

const publicKey = (): string => readFileSync(`${key}.pub`, "utf8").split(" ")[1] ?? ""
const home = (name: string): string => {
  const made = path.join(folder, name)
  mkdirSync(path.join(made, ".ssh"), { recursive: true })
  return made
}

describe("a key with a passphrase", () => {
  it("signs by the agent that has it, and asks nobody", async () => {
    const named = await chooseSigningKey({ named: key, identityFiles: [], agentSocket, home: home("a") })
    expect(named).toMatchObject({ kind: "file", file: key })
    expect(parseSshSignature(await signManifest(MANIFEST, named)).publicKey).toBe(publicKey())
  })

  it("needs no file but its public half, or none at all, where the agent has it", async () => {
    const only = path.join(folder, "only-public")
    copyFileSync(`${key}.pub`, `${only}.pub`)
    const unrelated = path.join(folder, "not-in-the-agent")
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", unrelated])
    rmSync(unrelated)
    const empty = { agentSocket, home: home("b") }
    for (const choice of [
      { named: only, identityFiles: [] },
      { named: `${only}.pub`, identityFiles: [] },
      { named: undefined, identityFiles: [unrelated, only] },
    ]) {
      const chosen = await chooseSigningKey({ ...choice, ...empty })
      expect(chosen).toMatchObject({ kind: "file", file: `${only}.pub` })
      expect(parseSshSignature(await signManifest(MANIFEST, chosen)).publicKey).toBe(publicKey())
    }
    const fromAgent = await chooseSigningKey({ named: undefined, identityFiles: [], ...empty })
    expect(fromAgent.kind).toBe("agent")
    expect(parseSshSignature(await signManifest(MANIFEST, fromAgent)).publicKey).toBe(publicKey())
  })

  it("is no key where no agent has it and only its public half is there", async () => {
    const choice = { identityFiles: [path.join(folder, "only-public")], agentSocket: "none", home: home("c") }
    await expect(chooseSigningKey({ named: undefined, ...choice })).rejects.toMatchObject({ code: "COURSE_SSH_KEY" })
  })
})
