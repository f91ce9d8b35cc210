import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { expect, it, onTestFinished } from "vitest"
import { postgresPrograms } from "../../src/lab/postgres-programs.js"

async function versions(programs: Record<string, string>): Promise<string> {
  const root = await mkdtemp(path.join(tmpdir(), "course-versions-"))
  onTestFinished(() => rm(root, { recursive: true, force: true }))
  for (const [version, program] of Object.entries(programs)) {
    await mkdir(path.join(root, version, "bin"), { recursive: true })
    await writeFile(path.join(root, version, "bin", program), "")
  }
  return root
}

it("takes the newest server, and no version of which only the client is there", async () => {
  const root = await versions({ 9: "initdb", 15: "initdb", 17: "psql", "17.old": "initdb" })
  expect(await postgresPrograms(root)).toBe(path.join(root, "15", "bin"))
})

it("says that there is none", async () => {
  expect(await postgresPrograms(await versions({ 17: "psql" }))).toBeUndefined()
  expect(await postgresPrograms("/nowhere")).toBeUndefined()
})
