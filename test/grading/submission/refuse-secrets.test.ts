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
  it.each([
    [
      "a shown .env",
      "SECRET_API_KEY=3bdecc185677f317ed27281939b10245144dd903a8ebbe66460b631abd4054de",
      "SECRET_API_KEY",
    ],
    ["a shown .env in quotes", 'DB_PASSWORD="f8efdb9c2253ae9b9f2f4559acad8b3f"', "DB_PASSWORD"],
    ["a header", "curl -H 'X-API-Key: 3bdecc185677f317ed27281939b10245' localhost:8000", "Key"],
    ["an address", "DATABASE_URL=postgresql://pixelwise:hunter2!@localhost:5432/pixelwise", "a password in an address"],
  ])("is refused with the canary of %s, as it is and in a recorded shell, without telling it", (_what, text, named) => {
    for (const record of ["note.txt", "transcript.cast"] as const) {
      const content = record === "note.txt" ? text : `[0.5,"o",${JSON.stringify(`$ cat .env\r\n${text}\r\n`)}]`
      const refused = (): void => refuseSecrets(new Map([[record, Buffer.from(content)]]), [])
      expect(refused).toThrow(new RegExp(`${record} would hold what looks like .*${named}`))
      expect(refused).not.toThrow(/3bdecc|f8efdb|hunter2/)
    }
  })
  it.each([
    "SECRET_API_KEY=replace-me",
    "SECRET_API_KEY=$(openssl rand -hex 32)",
    'curl -H "X-API-Key: $SECRET_API_KEY" http://localhost:8000/api/classify',
    "DATABASE_URL=postgresql://pixelwise@localhost:5432/pixelwise",
    "postgresql://pixelwise:${DB_PASSWORD}@localhost/pixelwise",
    "git clone ssh://git@hub:22/pixelwise.git; host key: SHA256 fingerprint is shown",
  ])("is taken with what only speaks of a secret: %s", (text) => {
    expect(() => refuseSecrets(parts(text), [])).not.toThrow()
  })
  it("is taken without any, and with what is too short to mean something", () => {
    expect(() => refuseSecrets(parts("ssh-ed25519 AAAA ada@dev"), [secret])).not.toThrow()
    expect(() => refuseSecrets(parts("all is well"), [{ value: "all", where: "NAME" }])).not.toThrow()
  })
})
