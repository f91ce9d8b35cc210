import { mkdtemp, readFile, rm, stat, symlink, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { execa } from "execa"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { readExample } from "../../src/catchup/env-example.js"
import { envRules } from "../../src/catchup/env-rules.js"
import { envScript } from "../../src/catchup/scripts/env.js"

const EXAMPLE = readExample(`# the key
SECRET_API_KEY=replace-me
# debug
DEBUG=true
MODEL_VERSION=v1.0
# password
DB_PASSWORD=
DATABASE_URL=postgresql://pixelwise@localhost:5432/pixelwise
`)

let folder = ""
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "course-env-"))
})
afterEach(() => rm(folder, { recursive: true }))

/** What the script makes of a file, as the bash of this machine runs it. */
async function complete(text: string | undefined, role: "dev" | "prod" = "dev"): Promise<string> {
  const file = join(folder, ".env")
  if (text !== undefined) await writeFile(file, text, { mode: 0o644 })
  const place = {
    folder: join(folder, "catch-up"),
    backup: join(folder, "catch-up/x"),
    repo: folder,
    user: "u",
    group: "g",
  }
  const { shell } = envScript(place, envRules(EXAMPLE, role, { modelRepo: "" }))
  await execa("bash", ["-c", shell])
  return readFile(file, "utf8")
}

describe("envScript", () => {
  test("makes a file of the example's keys, with secrets, for its owner alone", async () => {
    const made = await complete(undefined)
    expect(made).toMatch(
      /^# the key\nSECRET_API_KEY=[0-9a-f]{64}\n# debug\nDEBUG=true\nMODEL_VERSION=v1\.0\n# password\nDB_PASSWORD=[0-9a-f]{32}\nDATABASE_URL=postgresql:.*\n$/,
    )
    expect((await stat(join(folder, ".env"))).mode & 0o777).toBe(0o600)
  })

  test("keeps every byte of what has a value, whatever it looks like", async () => {
    const own =
      "# mine\r\nexport SECRET_API_KEY = \"a b#c\"  # quoted\nDEBUG='yes'\nMODEL_VERSION=v2.0\nOTHER=$(reboot)\nDB_PASSWORD=p\nDATABASE_URL=x\n"
    expect(await complete(own)).toBe(own)
    const noEnd = "LAST=1\nDEBUG=false"
    expect(await complete(noEnd)).toMatch(/^LAST=1\nDEBUG=false\n# the key\n/)
  })

  test("fills in what is empty or a placeholder, in its place", async () => {
    const made = await complete("A=1\nSECRET_API_KEY=replace-me\nB=2\nDB_PASSWORD=\n", "dev")
    expect(made).toMatch(/^A=1\nSECRET_API_KEY=[0-9a-f]{64}\nB=2\nDB_PASSWORD=[0-9a-f]{32}\n# debug\nDEBUG=true\n/)
  })

  test("switches DEBUG off on prod where the example was copied", async () => {
    expect(await complete("DEBUG=true\n", "prod")).toMatch(/^DEBUG=false\n/)
    await rm(join(folder, ".env"))
    expect(await complete("DEBUG=verbose\n", "prod")).toMatch(/^DEBUG=verbose\n/)
  })

  test("takes the password that the address of the database holds already", async () => {
    const made = await complete("DATABASE_URL=postgresql://pixelwise:a%2Fb@localhost/pixelwise\n")
    expect(made).toContain("\nDB_PASSWORD=a/b\n")
  })

  test("does the same twice: the second time nothing changes", async () => {
    const once = await complete("DEBUG=true\n")
    const { mtimeMs } = await stat(join(folder, ".env"))
    expect(await complete(undefined)).toBe(once)
    expect((await stat(join(folder, ".env"))).mtimeMs).toBe(mtimeMs)
  })

  test("writes through a link and leaves it a link", async () => {
    await writeFile(join(folder, "elsewhere"), "DEBUG=true\n")
    await symlink("elsewhere", join(folder, ".env"))
    expect(await complete(undefined)).toContain("SECRET_API_KEY=")
    expect((await readFile(join(folder, "elsewhere"), "utf8")).startsWith("DEBUG=true\n")).toBe(true)
  })

  test("holds no secret in the script itself", () => {
    const place = { folder: "/f", backup: "/f/x", repo: "/r", user: "u", group: "g" }
    expect(envScript(place, envRules(EXAMPLE, "dev", { modelRepo: "" })).shell).not.toMatch(/[0-9a-f]{32}/)
  })
})
