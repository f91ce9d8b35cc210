import { execFile, spawn } from "node:child_process"
import { randomUUID } from "node:crypto"
import { once } from "node:events"
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { beforeEach, expect, onTestFinished, test } from "vitest"
import { FolderInUseError, lockFolder } from "../../src/storage/folder-lock.js"
import { openStore } from "../../src/storage/open-store.js"
import { pgliteFolder } from "../../src/storage/pglite.js"
import type { PredictionStore } from "../../src/storage/store.js"
import { prediction } from "./helpers/predictions.js"

let folder: string
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), "pixelwise-embedded-")), "database")
  onTestFinished(() => rm(join(folder, ".."), { recursive: true, force: true }))
})

const open = (): Promise<PredictionStore> =>
  openStore({ databaseUrl: `pglite:${folder}`, persistence: "strict", onWarning: () => undefined })

test("an embedded database is made, migrated, kept, and opened again", { timeout: 60_000 }, async () => {
  const first = await open()
  const [added] = await first.add([prediction()])
  await expect(open()).rejects.toThrow(
    `${folder} is in use by process ${process.pid}; end that process, or choose another`,
  )
  await first.close()
  const second = await open()
  onTestFinished(() => second.close())
  expect(await second.page({ limit: 2 })).toMatchObject([{ id: added?.stored && added.id }])
})

test("rows that were answered survive a kill -9, and the folder is free again", { timeout: 120_000 }, async () => {
  const program = fileURLToPath(new URL("helpers/store-until-killed.ts", import.meta.url))
  const child = spawn(process.execPath, ["--import", "tsx", program, folder], { stdio: ["ignore", "pipe", "inherit"] })
  let output = ""
  for await (const chunk of child.stdout.setEncoding("utf8")) {
    output += String(chunk)
    if (child.killed || output.split("\n").length < 40) continue
    await expect(open()).rejects.toThrow(FolderInUseError)
    child.kill("SIGKILL")
  }
  if (child.signalCode === null) await once(child, "exit")
  const answered = output.split("\n").slice(0, -1).map(Number)
  const store = await open()
  onTestFinished(() => store.close())
  const ids = new Set((await store.page({ limit: 1_000_000 })).map(({ id }) => id))
  expect(answered.length).toBeGreaterThanOrEqual(39)
  expect(answered.filter((id) => !ids.has(id))).toEqual([])
})

test(
  "of many who want a folder at once, exactly one gets it, also when its lock was left behind",
  { timeout: 60_000 },
  async () => {
    const child = execFile(process.execPath, ["-e", ""])
    await once(child, "exit")
    const left = [undefined, JSON.stringify({ pid: child.pid, started: "1", id: randomUUID() }), "", "no lock at all"]
    for (const content of Array.from({ length: 40 }, (_, round) => left[round % left.length])) {
      if (content !== undefined) await writeFile(`${folder}.lock`, content)
      const results = await Promise.allSettled(Array.from({ length: 20 }, () => lockFolder(folder)))
      const won = results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []))
      expect(won).toHaveLength(1)
      await won[0]!()
      expect((await readdir(join(folder, ".."))).filter((name) => name.includes(".lock"))).toEqual([])
    }
  },
)

test("pglite: names a folder, and nothing else does", () => {
  expect(pgliteFolder("pglite:/var/lib/x")).toBe("/var/lib/x")
  expect(pgliteFolder("pglite:data/x")).toBe(join(process.cwd(), "data/x"))
  expect(pgliteFolder("postgresql://localhost/x")).toBeUndefined()
  expect(() => pgliteFolder("pglite:")).toThrow("names no folder")
})
