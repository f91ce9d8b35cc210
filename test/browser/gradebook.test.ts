import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { pathToFileURL } from "node:url"
import type { Browser } from "playwright-core"
import { afterAll, beforeAll, expect, it } from "vitest"
import { exportGradebook } from "../../src/grading/export/export-gradebook.js"
import { sampleView } from "../helpers/gradebook-view.js"
import { overflowing, problems, read } from "./book.js"
import { launchBrowser } from "./visit.js"

/** The pages of a gradebook as an instructor gets them, opened from their folder. */
let browser: Browser
let folder: string
let root: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "course-gradebook-"))
  root = `${pathToFileURL(folder).href}/`
  await mkdir(path.join(folder, "students"))
  for await (const { path: name, content } of exportGradebook(sampleView({ students: 9 }), "html"))
    await writeFile(path.join(folder, name), [...content].join(""))
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser.close()
  await rm(folder, { recursive: true, force: true })
})

const PAGES = ["index.html", "students/s004.html", "students/s008.html"]

it.each(PAGES)("%s has nothing for axe to find, light and dark, fits a phone, and loads nothing", async (name) => {
  const { page, ...reading } = await read(browser, root, { name, colorScheme: "light" })
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 })
    expect(await overflowing(page), `${width} px`).toEqual([])
    expect(await problems(page), `${width} px`).toEqual([])
  }
  await page.emulateMedia({ colorScheme: "dark" })
  expect(await problems(page, "colours"), "dark").toEqual([])
  expect([...reading.complaints, ...reading.strangers, ...(await reading.violations())]).toEqual([])
  await reading.close()
})

it("goes from the class to a student by the name", async () => {
  const { page, close } = await read(browser, root, { name: "index.html" })
  await page.getByRole("link", { name: "Łucja Żółć" }).first().click()
  await page.waitForURL(`${root}students/s007.html`)
  expect(await page.textContent("h1")).toBe("Łucja Żółć")
  await close()
})
