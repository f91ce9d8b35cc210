import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { expect, onTestFinished, test } from "vitest"
import { forReader } from "../../src/notes/for-reader.js"
import { loadChapter } from "../../src/notes/load.js"
import { parseChapter } from "../../src/notes/parse.js"
import { passagesOf } from "../../src/notes/passages.js"
import { prepareChapter } from "../../src/notes/prepare.js"
import { preparedChapter } from "../../src/notes/prepared-chapter.js"
import { renderChapter } from "../../src/notes/terminal/render-chapter.js"
import { READER, SAMPLE } from "./sample.js"

const FILE = "blocks/block5/notes.md"

async function rootWith(text: string): Promise<string> {
  const root = await mkdtemp(path.join(tmpdir(), "course-notes-"))
  onTestFinished(() => rm(root, { recursive: true }))
  await mkdir(path.join(root, "blocks/block5"), { recursive: true })
  await writeFile(path.join(root, FILE), text)
  return root
}

test("a prepared chapter is read, searched and shown as the one it was made from", async () => {
  const root = await rootWith(SAMPLE)
  await prepareChapter(root, "block5")
  const [prepared, parsed] = [await preparedChapter(root, "block5", SAMPLE), parseChapter(SAMPLE, FILE)].map(
    (chapter) => chapter && forReader(chapter, READER),
  )
  expect(await loadChapter("block5", { root })).toEqual(await preparedChapter(root, "block5", SAMPLE))
  if (!prepared || !parsed) throw new Error("The chapter was not prepared.")
  expect(passagesOf(prepared)).toEqual(passagesOf(parsed))
  const look = { columns: 140, color: true, unicode: true, plain: false }
  expect(renderChapter(prepared, look)).toEqual(renderChapter(parsed, look))
})

test("notes that have changed since are read anew", async () => {
  const root = await rootWith(SAMPLE)
  await prepareChapter(root, "block5")
  await writeFile(path.join(root, FILE), SAMPLE.replace("That was it.", "That was all."))
  expect(JSON.stringify(await loadChapter("block5", { root }))).toContain("That was all.")
})

test("notes with faults are not prepared, and told when they are read", async () => {
  const root = await rootWith(SAMPLE.replace("sh prod fails", "sh moon"))
  await prepareChapter(root, "block5")
  await expect(loadChapter("block5", { root })).rejects.toMatchObject({ code: "COURSE_NOTES_INVALID" })
  await expect(readFile(path.join(root, "blocks/block5/notes.json"))).rejects.toMatchObject({ code: "ENOENT" })
})

test("what was prepared for another folder's notes is of no use here", async () => {
  const [root, other] = [await rootWith(SAMPLE), await rootWith(`${SAMPLE}\nMore.\n`)]
  await prepareChapter(other, "block5")
  await copyFile(path.join(other, "blocks/block5/notes.json"), path.join(root, "blocks/block5/notes.json"))
  expect(await preparedChapter(root, "block5", SAMPLE)).toBeUndefined()
})
