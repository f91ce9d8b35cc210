import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { assistedMarks } from "../../src/workspace/assisted.js"

let folder = ""
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "course-assisted-"))
})
afterEach(() => rm(folder, { recursive: true }))

const mark = (catchUp: string) => ({ catchUp, tag: "v0.3", points: 1, at: "2026-11-21T08:30:00.000Z" })

describe("assistedMarks", () => {
  test("keeps the first mark of a check, and takes those of an undone catch-up away", async () => {
    const marks = assistedMarks(join(folder, "assisted.json"), () => undefined)
    expect(await marks.read()).toEqual({})
    await marks.add({ "b2.pushed": mark("one") })
    await marks.add({ "b2.pushed": mark("two"), "b2.upstream": mark("two") })
    expect(await marks.read()).toEqual({ "b2.pushed": mark("one"), "b2.upstream": mark("two") })
    await marks.remove("two")
    expect(await marks.read()).toEqual({ "b2.pushed": mark("one") })
  })

  test("writes nothing where nothing was gained", async () => {
    const marks = assistedMarks(join(folder, "assisted.json"), () => undefined)
    await marks.add({})
    await marks.remove("one")
    await expect(readFile(join(folder, "assisted.json"))).rejects.toThrow("ENOENT")
  })

  test("puts a damaged file aside and says so", async () => {
    const said: string[] = []
    await writeFile(join(folder, "assisted.json"), '{"b2.pushed": {"points": -1}}')
    expect(await assistedMarks(join(folder, "assisted.json"), (message) => said.push(message)).read()).toEqual({})
    expect(said.join()).toContain("was damaged")
  })
})
