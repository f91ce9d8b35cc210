import { describe, expect, it } from "vitest"
import { refuseSecrets } from "../../../src/grading/submission/refuse-secrets.js"
import type { Parts } from "../../../src/grading/submission/write-bundle.js"

const secret = { value: 'pa"ss word', where: "/home/ada/prod.password" }
const parts = (note: string): Parts => new Map([["note.txt", Buffer.from(note)]])

describe("what is handed in", () => {
  it.each([
    ["a password as it is", `sudo asks: ${secret.value}`],
    ["a password as JSON writes it", JSON.stringify([1.5, "o", secret.value])],
  ])("is refused with %s, naming where it is kept and not the password", (_what, note) => {
    const refused = (): void => refuseSecrets(parts(note), [secret])
    expect(refused).toThrow(/note\.txt would hold the secret of \/home\/ada\/prod\.password/)
    expect(refused).not.toThrow(/pa"ss/)
  })
  it.each(["RSA PRIVATE KEY", "OPENSSH PRIVATE KEY", "PRIVATE KEY"])("is refused with a key that begins %s", (kind) => {
    expect(() => refuseSecrets(parts(`-----BEGIN ${kind}-----\nb3Blbg==`), [])).toThrow(/a private key/)
  })
  it("is taken without any, and with what is too short to mean something", () => {
    expect(() => refuseSecrets(parts("ssh-ed25519 AAAA ada@dev"), [secret])).not.toThrow()
    expect(() => refuseSecrets(parts("all is well"), [{ value: "all", where: "NAME" }])).not.toThrow()
  })
})
