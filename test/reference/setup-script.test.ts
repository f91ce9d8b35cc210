import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { execa } from "execa"
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { buildReference, type ReferenceRepositories } from "../../src/reference/build.js"

/** Every command that would change the machine is replaced by one that notes how it was called. */
const STANDINS: Record<string, string> = {
  sudo: `echo "sudo $*" >> "$CALLS"; case "$*" in *psql*) cat >> "$SQL";; esac`,
  npm: `echo "npm $*" >> "$CALLS"`,
  systemctl: `echo "systemctl $*" >> "$CALLS"`,
  id: `[ "$PROD" = yes ]`,
}

let base: string
let reference: ReferenceRepositories

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), "course-setup-"))
  reference = await buildReference({ out: join(base, "reference"), track: "typescript" })
  await mkdir(join(base, "bin"))
  for (const [name, body] of Object.entries(STANDINS)) {
    await writeFile(join(base, "bin", name), `#!/bin/sh\n${body}\n`)
    await chmod(join(base, "bin", name), 0o755)
  }
}, 60_000)
afterAll(() => rm(base, { recursive: true }))

describe.each(["v0.3", "v0.4", "v0.5"])("setup-server.sh at %s", { timeout: 60_000 }, (tag) => {
  let clone: string

  beforeEach(async () => {
    clone = join(await mkdtemp(join(base, "clone-")), "pixelwise")
    await execa("git", [
      "-c",
      "advice.detachedHead=false",
      "clone",
      "--quiet",
      "--branch",
      tag,
      reference.pixelwise,
      clone,
    ])
  })

  const file = (name: string): string => join(clone, "..", name)
  const calls = async (): Promise<string[]> =>
    (await readFile(file("calls"), "utf8").catch(() => "")).trim().split("\n")

  async function run({ prod = false, dotEnv = "", script = "setup-server.sh" } = {}): Promise<{
    exitCode?: number
    output: string
  }> {
    if (dotEnv) await writeFile(join(clone, ".env"), dotEnv)
    await rm(file("calls"), { force: true })
    await rm(file("sql"), { force: true })
    const result = await execa(join(clone, script), {
      // Called from elsewhere on purpose: the script has to find its own folder.
      cwd: base,
      reject: false,
      all: true,
      env: {
        PATH: `${join(base, "bin")}:${process.env["PATH"]}`,
        TMPDIR: file("."),
        CALLS: file("calls"),
        SQL: file("sql"),
        PROD: prod ? "yes" : "no",
        GIT_CONFIG_GLOBAL: "/dev/null",
      },
    })
    return { ...(result.exitCode !== undefined && { exitCode: result.exitCode }), output: result.all }
  }

  async function released(release: string, name: string): Promise<Buffer> {
    const { stdout } = await execa("git", ["-C", reference.model, "show", `${release}:${name}`], {
      encoding: "buffer",
      stripFinalNewline: false,
    })
    return Buffer.from(stdout)
  }

  const settings = (extra = ""): string => `MODEL_REPO="file://${reference.model}"\nMODEL_VERSION=v1.0\n${extra}`

  test("without .env fetches no model, says why and succeeds", async () => {
    const { exitCode, output } = await run()
    expect(exitCode, output).toBe(0)
    expect(output).toContain("skipped: there is no .env")
    expect(await readdir(join(clone, "models"))).toEqual([".gitkeep"])
    expect(await calls()).toContain("npm ci")
  })

  test("with the two settings blank fetches no model and says so", async () => {
    const { exitCode, output } = await run({ dotEnv: "MODEL_REPO=\nMODEL_VERSION=\n" })
    expect(exitCode, output).toBe(0)
    expect(output).toContain("skipped: MODEL_REPO or MODEL_VERSION has no value in .env")
  })

  test("fetches the pinned release twice with the same result and leaves nothing behind", async () => {
    for (let round = 0; round < 2; round++) {
      const { exitCode, output } = await run({ dotEnv: settings() })
      expect(exitCode, output).toBe(0)
      for (const name of ["digit_classifier_v1.onnx", "MODELCARD.md", "samples.json"])
        expect(await readFile(join(clone, "models", name))).toEqual(await released("v1.0", name))
      expect((await readdir(file("."))).filter((name) => name.startsWith("tmp."))).toEqual([])
      const { stdout } = await execa("git", ["-C", clone, "status", "--porcelain"])
      expect(stdout).toBe("")
    }
  })

  test("stops with an error when the release does not exist", async () => {
    const { exitCode, output } = await run({ dotEnv: settings().replace("v1.0", "v9.9") })
    expect(exitCode).not.toBe(0)
    expect(output).toContain("v9.9")
    expect(await calls()).not.toContain("npm ci")
  })

  test("stops at the first command that fails", async () => {
    const text = await readFile(join(clone, "setup-server.sh"), "utf8")
    await writeFile(join(clone, "broken.sh"), text.replace('step "Model"', 'false\nstep "Model"'), { mode: 0o755 })
    const { exitCode, output } = await run({ script: "broken.sh" })
    expect(exitCode).toBe(1)
    expect(output).not.toContain("== Model")
  })

  if (tag !== "v0.3")
    test("installs the unit where the account produser is, and only there", async () => {
      const dev = await run({ dotEnv: settings() })
      expect(dev.output).toContain("skipped: there is no account produser")
      expect((await calls()).filter((call) => call.includes("pixelwise.service"))).toEqual([])
      const prod = await run({ dotEnv: settings(), prod: true })
      expect(prod.exitCode, prod.output).toBe(0)
      const unit = (await calls()).slice(-5)
      expect(unit).toEqual([
        "sudo cp deploy/pixelwise.service /etc/systemd/system/pixelwise.service",
        "sudo systemctl daemon-reload",
        "sudo systemctl enable pixelwise",
        "sudo systemctl restart pixelwise",
        "systemctl status pixelwise --no-pager",
      ])
    })

  if (tag === "v0.5")
    test("makes role and database with a password that nobody sees on a command line", async () => {
      const password = "it's; \\ $HOME `x`"
      const database = `DB_PASSWORD="${password}"\nDATABASE_URL=postgresql://pixelwise@localhost/pixelwise\n`
      const { exitCode, output } = await run({ dotEnv: settings(database), prod: true })
      expect(exitCode, output).toBe(0)
      expect(output + (await calls()).join("\n")).not.toContain(password)
      const sql = await readFile(file("sql"), "utf8")
      expect(sql).toContain(`PASSWORD 'it''s; \\ $HOME \`x\`';`)
      expect(sql).toContain("CREATE DATABASE pixelwise OWNER pixelwise")
      const order = (await calls()).filter((call) => /^npm|psql|restart pixelwise/.test(call))
      expect(order.map((call) => call.replace(/.*psql.*/, "psql"))).toEqual([
        "npm ci",
        "npm run build",
        "psql",
        "npm run --silent migrate",
        "sudo systemctl restart pixelwise",
      ])
    })

  test("is executable", async () => {
    expect((await stat(join(clone, "setup-server.sh"))).mode & 0o111).toBe(0o111)
  })
})
