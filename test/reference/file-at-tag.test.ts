import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { glob } from "tinyglobby"
import { expect, onTestFinished, test } from "vitest"
import { fileAtTag } from "../../src/reference/file-at-tag.js"
import { layOutService, TRACKS } from "../../src/reference/trees.js"

test.each(TRACKS.flatMap((track) => ["v0.1", "v0.2", "v0.3", "v0.4", "v0.5"].map((tag) => [track, tag] as const)))(
  "the %s track at %s has the files that are laid out, and no others",
  async (track, tag) => {
    const folder = await mkdtemp(path.join(tmpdir(), "course-tree-"))
    onTestFinished(() => rm(folder, { recursive: true }))
    await layOutService(track, tag, folder)
    const laidOut = await glob("**", { cwd: folder, dot: true })
    expect(laidOut.length).toBeGreaterThan(1)
    for (const file of laidOut)
      expect(fileAtTag(track, tag, file), file).toBe(await readFile(path.join(folder, file), "utf8"))
    const elsewhere = await glob("**", { cwd: "reference-app/history/v0.5", dot: true, ignore: "**/node_modules/**" })
    for (const file of elsewhere.filter((each) => !laidOut.includes(each)))
      expect(fileAtTag(track, tag, file), file).toBeUndefined()
  },
)

test.each([
  ["typescript", "v0.8", "history/published.json"],
  ["typescript", "v0.4", "tree.json"],
  ["typescript", "v0.4", "../v0.5/package.json"],
  ["typescript", "v0.77", "package.json"],
  ["python", "v0.4/../v0.5", "app/db.py"],
  ["python", "v0.4", "app"],
] as const)("%s %s %s is no file of the reference", (track, tag, file) => {
  expect(fileAtTag(track, tag, file)).toBeUndefined()
})

test("the finished service is a tag like the others", () => {
  expect(fileAtTag("typescript", "v0.8", "package.json")).toContain('"name"')
})
