import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { writeBook } from "../../../src/notes/html/write-book.js"
import { sampleBook } from "./sample-book.js"

const NAMES = [".course-book", "block5.html", "block6.html", "book.css", "book.js", "index.html", "search.js"]

let parent: string
let folder: string
beforeEach(async () => {
  parent = await mkdtemp(path.join(tmpdir(), "course-book-"))
  folder = path.join(parent, "book")
})
afterEach(() => rm(parent, { recursive: true, force: true }))

describe("writeBook", () => {
  it("writes all files and says how much that is", async () => {
    const written = await writeBook(folder, sampleBook())
    expect((await readdir(folder)).sort()).toEqual(NAMES)
    const texts = await Promise.all(NAMES.slice(1).map((name) => readFile(path.join(folder, name))))
    expect(written).toMatchObject({ folder, pages: 3, files: 6, bytes: Buffer.concat(texts).length })
    expect(written.reading.words).toBeGreaterThan(50)
  })

  it("leaves nothing beside the folder", async () => {
    await writeBook(folder, sampleBook())
    await writeBook(folder, sampleBook())
    expect(await readdir(parent)).toEqual(["book"])
  })

  it("replaces an earlier book, pages that are gone as well", async () => {
    await writeBook(folder, sampleBook())
    await writeBook(folder, sampleBook({ chapters: sampleBook().chapters.slice(0, 1) }))
    expect((await readdir(folder)).sort()).toEqual(NAMES.filter((name) => name !== "block6.html"))
  })

  it("writes into an empty folder, and through a link", async () => {
    const real = path.join(parent, "real")
    await mkdir(real)
    await symlink(real, folder)
    await writeBook(folder, sampleBook())
    expect((await readdir(real)).sort()).toEqual(NAMES)
  })

  it("refuses a folder with other files, and changes nothing", async () => {
    await mkdir(folder)
    await writeFile(path.join(folder, "thesis.txt"), "years of work")
    await expect(writeBook(folder, sampleBook())).rejects.toMatchObject({
      code: "COURSE_FILE_UNWRITABLE",
      message: `${folder} holds what is not of a book: thesis.txt.`,
    })
    expect(await readdir(folder)).toEqual(["thesis.txt"])
  })

  it("refuses an earlier book that somebody put a file into", async () => {
    await writeBook(folder, sampleBook())
    await writeFile(path.join(folder, "CNAME"), "book.example.org")
    await expect(writeBook(folder, sampleBook())).rejects.toThrow("not of a book: CNAME.")
    expect((await readdir(folder)).sort()).toEqual([...NAMES, "CNAME"].sort())
  })

  it("names the reason where it cannot write", async () => {
    await writeFile(folder, "a file, not a folder")
    await expect(writeBook(folder, sampleBook())).rejects.toMatchObject({ code: "COURSE_FILE_UNWRITABLE" })
    expect(await readFile(folder, "utf8")).toBe("a file, not a folder")
  })
})
