import { existsSync } from "node:fs"
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { fileURLToPath } from "node:url"
import { execa } from "execa"
import { afterEach, beforeEach, expect, test } from "vitest"
import { eventually, gone, processesWith, uniqueSleep } from "../helpers/processes.js"

const LIB = fileURLToPath(new URL("../../reference-app/deploy/lib", import.meta.url))

let releases = ""
beforeEach(async () => void (releases = await mkdtemp(path.join(tmpdir(), "course-releases-"))))
afterEach(async () => await rm(releases, { recursive: true, force: true }))

/** As the next deployment does it. */
async function removeLeftovers(): Promise<void> {
  const script = `set -euo pipefail; . ${LIB}/common.sh; RELEASES=${releases}; . ${LIB}/release.sh; remove_leftovers`
  await execa("bash", ["-c", script], { stdin: "ignore" })
}

test("a build that outlives its killed script is ended before its folder is removed", async () => {
  const folder = path.join(releases, ".building-v0.8.2-1234567")
  const kept = path.join(releases, "v0.8.1-7654321")
  await Promise.all([mkdir(folder), mkdir(kept)])
  const writer = execa("bash", ["-c", "for i in $(seq 100000); do mkdir -p $i/node_modules; : >$i/file; done"], {
    cwd: folder,
    reject: false,
    stdin: "ignore",
  })
  const other = execa("sleep", ["60"], { cwd: kept, reject: false, stdin: "ignore" })
  await expect.poll(() => existsSync(path.join(folder, "50/file")), { timeout: 10_000 }).toBe(true)
  await removeLeftovers()
  expect((await writer).signal).toBe("SIGKILL")
  expect(existsSync(folder)).toBe(false)
  expect(existsSync(kept)).toBe(true)
  expect(other.exitCode).toBeNull()
  other.kill()
  await other
})

test("a script that is killed while it unpacks keeps nobody out", async () => {
  const nap = uniqueSleep()
  const programs = path.join(releases, ".programs")
  await mkdir(programs)
  await writeFile(path.join(programs, "git"), `#!/bin/sh\nexec sleep ${nap}\n`, { mode: 0o755 })
  const names = `RELEASES=${releases}; APP_DIR=${releases}; TAG=v0.8.2; COMMIT=1234567; RELEASE=v0.8.2-1234567`
  const build = `exec 9>${releases}/.lock; flock --nonblock 9; require_space() { :; }; build_release`
  const script = `set -euo pipefail; . ${LIB}/common.sh; ${names}; . ${LIB}/release.sh; ${build}`
  const killed = execa("bash", ["-c", script], {
    ...{ stdio: "ignore", reject: false },
    env: { PATH: `${programs}:${process.env.PATH}` },
  })
  // The name of the sleep stands in no command line but its own.
  await eventually(() => processesWith(`sleep ${nap}`).length > 0)
  killed.kill("SIGKILL")
  await killed
  const { exitCode } = await execa("flock", ["--nonblock", `${releases}/.lock`, "true"], { reject: false })
  await removeLeftovers()
  expect(exitCode).toBe(0)
  expect(await gone(nap)).toEqual([])
})

test("nothing left is nothing to do", async () => {
  await expect(removeLeftovers()).resolves.toBeUndefined()
})
