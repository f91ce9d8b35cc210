import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { afterAll, beforeAll, expect, it, vi } from "vitest"
import GradebookDiff from "../../../src/commands/gradebook/diff.js"
import { openGradebook } from "../../../src/grading/gradebook/open.js"
import { outcome, REQUEST, result, student } from "./sample.js"

// Each command opens an embedded database, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 })

const ROOT = path.resolve(import.meta.dirname, "../../..")

let folder: string
const runs: string[] = []
beforeAll(async () => {
  vi.stubEnv("DATABASE_URL", undefined)
  folder = await mkdtemp(path.join(tmpdir(), "course-diff-"))
  const { store, close } = await openGradebook({ folder, databaseUrl: undefined, warn: () => undefined })
  await store.enrol([student("s1")])
  for (const status of ["fail", "fail", "pass"] as const) {
    const { id } = await store.openRun(REQUEST, ["s1"])
    runs.push(id)
    const claim = await store.claim(id, "s1", "worker", 60_000)
    if (!claim) throw new Error("s1 could not be claimed")
    await store.finish(claim, outcome([result("b5.active", status), result("b5.enabled", "pass")]))
    await store.closeRun(id)
  }
  await close()
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true, force: true })
})

async function diff(...argv: string[]): Promise<Awaited<ReturnType<GradebookDiff["run"]>>> {
  return await GradebookDiff.run([...argv, "--gradebook", folder, "--json"], ROOT)
}

it("compares the newest run with the one before unless told", async () => {
  const [first, second, third] = runs
  expect(await diff()).toMatchObject({
    before: second,
    after: third,
    differences: [{ student: "s1", check: "b5.active", before: { status: "fail" }, after: { status: "pass" } }],
  })
  expect(await diff(second ?? "")).toMatchObject({ before: first, after: second, differences: [] })
  expect(await diff(third ?? "", first ?? "")).toMatchObject({ before: first, after: third })
})

it("says so where no run came before", async () => {
  await expect(GradebookDiff.run([runs[0] ?? "", "--gradebook", folder], ROOT)).rejects.toMatchObject({
    code: "COURSE_UNKNOWN_ID",
  })
})
