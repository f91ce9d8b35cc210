import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest"
import GradebookExport from "../../../src/commands/gradebook/export.js"
import GradebookImport from "../../../src/commands/gradebook/import.js"
import { openGradebook } from "../../../src/grading/gradebook/open.js"
import { outcome, REQUEST, result, student } from "../gradebook/sample.js"

// Each command opens an embedded database, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 })

const ROOT = path.resolve(import.meta.dirname, "../../..")

/** A class with a gradebook of its own: two students were graded, one was never reached. */
let folder: string
beforeAll(async () => {
  vi.stubEnv("DATABASE_URL", undefined)
  folder = await mkdtemp(path.join(tmpdir(), "course-export-"))
  const { store, close } = await openGradebook({ folder, databaseUrl: undefined, warn: () => undefined })
  const ids = ["s1", "s2", "s3"]
  await store.enrol([
    student("s1", { name: '=HYPERLINK("http://x"), "Bo"' }),
    student("s2", { name: "שרה כהן" }),
    student("s3"),
  ])
  const run = await store.openRun(REQUEST, ids)
  for (const id of ids) {
    const claim = await store.claim(run.id, id, "worker", 60_000)
    if (!claim) throw new Error(`${id} could not be claimed`)
    const passed = [
      result("b5.active", "pass"),
      result("b5.enabled", id === "s1" ? "pass" : "fail", { message: "It is not enabled." }),
    ]
    await store.finish(
      claim,
      id === "s3" ? outcome([result("b5.active", "error")], { state: "unobserved" }) : outcome(passed),
    )
  }
  await store.closeRun(run.id)
  await close()
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true, force: true })
})
afterEach(() => {
  process.exitCode = undefined
})

it.each(["csv", "xlsx"])("what export writes as %s, import finds equal", async (format) => {
  const file = await exported(format)
  expect(await imported(file, "--check")).toMatchObject({ format, equal: true, differences: [] })
  expect(process.exitCode).toBeUndefined()
})

it("writes pages as a folder", async () => {
  const output = path.join(folder, "html")
  const { files } = await GradebookExport.run(["html", "--gradebook", folder, "--output", output], ROOT)
  expect(files).toHaveLength(4)
  expect(await readFile(files[0] ?? "", "utf8")).toMatch(/^<!doctype html>/)
})

it("fills in the grading worksheet that Moodle gave, and names who is in no row", async () => {
  const given = path.join(folder, "worksheet.csv")
  const header =
    "Identifier,Full name,ID number,Email address,Grade,Maximum Grade,Last modified (grade),Feedback comments"
  await writeFile(
    given,
    `${header}\r\nParticipant 12,Somebody,s1,,,2.00,-,\r\nParticipant 13,Nobody,,,1.00,2.00,-,old\r\n`,
  )
  const output = path.join(folder, "filled.csv")
  const argv = ["moodle", "--block", "block5", "--worksheet", given, "--gradebook", folder, "--output", output]
  const { worksheet } = await GradebookExport.run(argv, ROOT)
  expect(worksheet).toMatchObject({
    filled: 1,
    left: [{ line: 3, who: "Nobody" }],
    missing: [{ id: "s3" }, { id: "s2" }],
  })
  const lines = (await readFile(output, "utf8")).split("\r\n")
  expect(lines[1]).toMatch(/^Participant 12,Somebody,s1,,[\d.]+,2\.00,-,Block 5: /)
  expect([lines[0], lines[2]]).toEqual([header, "Participant 13,Nobody,,,1.00,2.00,-,old"])
  await expect(GradebookExport.run(["csv", "--worksheet", given, "--gradebook", folder], ROOT)).rejects.toThrow(
    "--worksheet is a file of Moodle's.",
  )
})

it("asks where to write what is no text", async () => {
  await expect(GradebookExport.run(["xlsx", "--gradebook", folder], ROOT)).rejects.toThrow(
    "Where to write xlsx is not said.",
  )
})

it("takes points that were changed by hand as overrides, with the reason", async () => {
  const file = await exported("csv")
  const text = await readFile(file, "utf8")
  const before = /^s2,.*?,(\d+),(\d+),proven,/m.exec(text)
  if (!before) throw new Error(`s2 has no proven block in ${text}`)
  await writeFile(
    file,
    text.replace(before[0], before[0].replace(`,${before[1]},${before[2]},proven,`, `,1.5,${before[2]},proven,`)),
  )
  const changed = await imported(file, "--check")
  expect(changed.differences).toMatchObject([
    { row: "s2", column: "block5: points", file: 1.5, override: { scope: "block5" } },
  ])
  expect(process.exitCode).toBe(1)
  expect((await imported(file, "--as-overrides", "--why", "shown in the lab", "--who", "M. Weber")).taken).toHaveLength(
    1,
  )
  expect(await readFile(await exported("csv"), "utf8")).toMatch(/^s2,.*,1\.5,\d+,overridden,"?[^,]*shown in the lab/m)
})

async function exported(format: string): Promise<string> {
  const output = path.join(folder, `grades.${format}`)
  await GradebookExport.run([format, "--gradebook", folder, "--output", output], ROOT)
  return output
}

async function imported(file: string, ...flags: string[]): Promise<Awaited<ReturnType<GradebookImport["run"]>>> {
  return await GradebookImport.run([file, "--gradebook", folder, ...flags], ROOT)
}
