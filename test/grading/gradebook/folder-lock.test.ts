import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { afterAll, describe, expect, it } from "vitest"
import { findClassFolder } from "../../../src/grading/gradebook/find-folder.js"
import { lockFolder } from "../../../src/grading/gradebook/folder-lock.js"
import { gradebookFolder } from "../../../src/grading/gradebook/open.js"

const root = await mkdtemp(path.join(tmpdir(), "course-lock-"))
afterAll(async () => await rm(root, { recursive: true, force: true }))

async function folder(...names: string[]): Promise<string> {
  const made = path.join(root, ...names)
  await mkdir(made, { recursive: true })
  return made
}

describe("the lock of a folder", () => {
  it.each([
    ["short", "a"],
    ["longer than the name of a socket may be", "b".repeat(120)],
  ])("is held by one of many, in a folder whose name is %s", async (_, name) => {
    const place = await folder(name)
    const tried = await Promise.allSettled(Array.from({ length: 6 }, async () => await lockFolder(place)))
    const won = tried.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []))
    expect(won).toHaveLength(1)
    await expect(lockFolder(place)).rejects.toMatchObject({
      code: "COURSE_GRADEBOOK",
      message: expect.stringContaining(`in use by process ${process.pid}`) as string,
    })
    await won[0]?.release()
    await (await lockFolder(place)).release()
  })

  it("is not held by what a dead process left behind", async () => {
    const place = await folder("stale")
    await writeFile(path.join(place, "lock"), "left behind")
    await (await lockFolder(place)).release()
  })
})

describe("the folder of a class", () => {
  it("is the named one, or the nearest upwards that has a gradebook", async () => {
    const place = await folder("class")
    await mkdir(gradebookFolder(place), { recursive: true })
    const below = await folder("class", "exports", "week1")
    expect(await findClassFolder(undefined, below)).toBe(place)
    expect(await findClassFolder("class", root)).toBe(place)
    await writeFile(path.join(place, "roster.csv"), "id,name\n")
    expect(await findClassFolder("class/roster.csv", root)).toBe(place)
    const missing = { code: "COURSE_GRADEBOOK", hint: expect.stringContaining("--gradebook DIR") as string }
    await expect(findClassFolder("exports", place)).rejects.toMatchObject(missing)
    await expect(findClassFolder(undefined, root)).rejects.toMatchObject(missing)
  })
})
