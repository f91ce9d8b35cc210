import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { makeKeyPair, newKeyFile, presentKeys, publicKeyOf } from "../../src/setup/key-pair.js"

let home: string
beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), "course-keys-"))
})
afterEach(() => rm(home, { recursive: true }))

describe("a key pair", () => {
  it("is Ed25519, for its owner alone, in a folder for its owner alone", async () => {
    const file = newKeyFile(home)
    expect(presentKeys(home)).toEqual([])
    await makeKeyPair(file, { passphrase: "none" })
    expect(presentKeys(home)).toEqual([file])
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect((await stat(path.dirname(file))).mode & 0o777).toBe(0o700)
    expect(await publicKeyOf(file)).toMatch(/^ssh-ed25519 \S+ \S+@\S+$/)
  })

  it("is never replaced", async () => {
    const file = newKeyFile(home)
    await makeKeyPair(file, { passphrase: "none" })
    const before = await readFile(file, "utf8")
    await expect(makeKeyPair(file, { passphrase: "none" })).rejects.toMatchObject({ code: "COURSE_FILE_UNWRITABLE" })
    expect(await readFile(file, "utf8")).toBe(before)
  })

  it("says which folder cannot be made", async () => {
    await writeFile(path.join(home, "file"), "")
    await expect(makeKeyPair(path.join(home, "file", "id"), { passphrase: "none" })).rejects.toMatchObject({
      code: "COURSE_FILE_UNWRITABLE",
    })
  })

  it("needs its public part, and that to be one", async () => {
    const file = path.join(home, "id")
    await expect(publicKeyOf(file)).rejects.toMatchObject({ code: "COURSE_SSH_KEY" })
    await writeFile(`${file}.pub`, "-----BEGIN OPENSSH PRIVATE KEY-----\nx\n")
    await expect(publicKeyOf(file)).rejects.toThrow("holds no public key")
    await writeFile(`${file}.pub`, "ssh-ed25519 AAAA me\nssh-ed25519 BBBB other\n")
    await expect(publicKeyOf(file)).rejects.toThrow("holds no public key")
  })
})
