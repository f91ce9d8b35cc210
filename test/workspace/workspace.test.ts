import { mkdtemp, readFile, readdir, rm, stat, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { openWorkspace, type Workspace } from "../../src/workspace/workspace.js"

let folder: string
let warnings: string[]
const open = (): Promise<Workspace> => openWorkspace(folder, { warn: (message) => warnings.push(message) })

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "course-workspace-"))
  warnings = []
})
afterEach(() => rm(folder, { recursive: true }))

describe("a workspace", () => {
  it("keeps its seed, and another has another", async () => {
    const first = await open()
    expect(first.seed).toMatch(/^[0-9a-f]{32}$/)
    expect((await open()).seed).toBe(first.seed)
    const other = await mkdtemp(path.join(tmpdir(), "course-workspace-"))
    expect((await openWorkspace(other, { warn: () => {} })).seed).not.toBe(first.seed)
    await rm(other, { recursive: true })
  })

  it("gives two runs that start at once the same seed", async () => {
    const all = await Promise.all(Array.from({ length: 8 }, open))
    expect(new Set(all.map(({ seed }) => seed)).size).toBe(1)
    expect(await readdir(path.join(folder, ".course"))).toEqual(["seed"])
  })

  it("is private", async () => {
    await open()
    expect((await stat(path.join(folder, ".course"))).mode & 0o077).toBe(0)
  })

  it("keeps answers, the latest of each", async () => {
    const workspace = await open()
    expect(await workspace.readAnswers()).toEqual({})
    await workspace.saveAnswer("b5.verbs", { classify: "GET" })
    await workspace.saveAnswer("b5.echo", { status: "200" })
    await workspace.saveAnswer("b5.verbs", { classify: "POST" })
    expect(await (await open()).readAnswers()).toEqual({
      "b5.verbs": { classify: "POST" },
      "b5.echo": { status: "200" },
    })
  })

  it.each([
    ["answers.json", '{"b5.verbs": 7}'],
    ["answers.json", '{"b5.verbs'],
    ["seed", "not a seed"],
    ["seed", ""],
  ])("puts a damaged %s aside and says so", async (name, damage) => {
    await open()
    await writeFile(path.join(folder, ".course", name), damage)
    const workspace = await open()
    expect(await workspace.readAnswers()).toEqual({})
    expect(workspace.seed).toMatch(/^[0-9a-f]{32}$/)
    expect(warnings).toEqual([expect.stringContaining(`${name} was damaged`)])
    const aside = (await readdir(path.join(folder, ".course"))).find((each) => each.startsWith(`${name}.damaged-`))
    expect(await readFile(path.join(folder, ".course", aside ?? ""), "utf8")).toBe(damage)
  })

  it("says when its folder cannot be written", async () => {
    const file = path.join(folder, "file")
    await writeFile(file, "")
    await expect(openWorkspace(file, { warn: () => {} })).rejects.toMatchObject({ code: "COURSE_FILE_UNWRITABLE" })
  })
})
