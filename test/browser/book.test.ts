import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { pathToFileURL } from "node:url"
import type { Browser } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { bookOf } from "../../src/cli/book.js"
import { blocksWithNotes } from "../../src/notes/load.js"
import { serveBook } from "../../src/notes/html/serve-book.js"
import { writeBook } from "../../src/notes/html/write-book.js"
import { overflowing, problems, problemsInCode, read, withoutColours } from "./book.js"
import { launchBrowser } from "./visit.js"

/** The book as a student gets it: all blocks, opened from its folder. */
let browser: Browser
let folder: string
let root: string
const names = ["index.html", ...(await blocksWithNotes()).map((block) => `${block}.html`)]
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "course-book-"))
  browser = await launchBrowser()
  const input = await bookOf({ track: "typescript" })
  await writeBook(path.join(folder, "book"), input)
  root = `${pathToFileURL(path.join(folder, "book")).href}/`
})
afterAll(async () => {
  await browser.close()
  await rm(folder, { recursive: true, force: true })
})

describe("every page", () => {
  it.each(names)("%s has nothing for axe to find, light and dark, and fits from 320 px on", async (name) => {
    const { page, ...reading } = await read(browser, root, { name, colorScheme: "light" })
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme })
      expect(await problemsInCode(page), colorScheme).toEqual([])
    }
    await withoutColours(page)
    for (const width of [1440, 768, 390]) {
      await page.setViewportSize({ width, height: 900 })
      expect(await overflowing(page), `${width} px`).toEqual([])
      await page.emulateMedia({ colorScheme: "light" })
      expect(await problems(page), `${width} px`).toEqual([])
      await page.emulateMedia({ colorScheme: "dark" })
      expect(await problems(page, "colours"), `${width} px, dark`).toEqual([])
    }
    await page.setViewportSize({ width: 320, height: 900 })
    expect(await overflowing(page), "320 px").toEqual([])
    expect([...reading.complaints, ...reading.strangers, ...(await reading.violations())]).toEqual([])
    await reading.close()
  })

  it("links only to what is there", async () => {
    const ids = new Map<string, Set<string>>()
    const links: string[] = []
    for (const name of names) {
      const { page, close } = await read(browser, root, { name })
      ids.set(
        name,
        new Set(await page.evaluate<string[]>("[...document.querySelectorAll('[id]')].map(({ id }) => id)")),
      )
      const all = await page.evaluate<string[]>("[...document.querySelectorAll('a')].map((link) => link.href)")
      links.push(...all.filter((href) => href.startsWith("file:")))
      const twice = await page.evaluate<number>("document.querySelectorAll('[id]').length")
      expect(twice, `ids of ${name}`).toBe(ids.get(name)?.size)
      await close()
    }
    const broken = links.filter((href) => {
      const { pathname, hash } = new URL(href)
      const there = ids.get(path.posix.basename(pathname))
      return !there || (hash !== "" && !there.has(decodeURIComponent(hash.slice(1))))
    })
    expect(broken).toEqual([])
  })
})

describe("search", () => {
  it("opens with /, finds a command in another block, and goes there by keyboard alone", async () => {
    const { page, ...reading } = await read(browser, root)
    await page.keyboard.press("/")
    await page.locator("#words").pressSequentially("journalctl unit")
    await expect.poll(() => page.textContent("#found-count")).toMatch(/^\d+ places? found/)
    expect(await problems(page)).toEqual([])
    const href = await page.locator("#found a").nth(1).getAttribute("href")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await page.waitForURL(`${root}${href}`)
    expect(await page.locator(":target").isVisible()).toBe(true)
    expect([...reading.complaints, ...reading.strangers, ...(await reading.violations())]).toEqual([])
    await reading.close()
  })

  it("goes to a step by its number with Enter, on the page that is open", async () => {
    const { page, close } = await read(browser, root, { name: "block5.html" })
    await page.getByRole("button", { name: "Search" }).click()
    await page.locator("#words").fill("5.4.6")
    await page.locator("#found a").first().waitFor()
    await page.keyboard.press("Enter")
    await page.waitForURL(`${root}block5.html#5.4.6`)
    expect(await page.locator("dialog").isVisible()).toBe(false)
    await expect
      .poll(() => page.evaluate("document.getElementById('5.4.6').getBoundingClientRect().top"))
      .toBeLessThan(300)
    await close()
  })

  it("says when nothing is found, and Escape gives the page back", async () => {
    const { page, close } = await read(browser, root)
    await page.keyboard.press("/")
    await page.locator("#words").fill("xylophone")
    await expect.poll(() => page.textContent("#found-count")).toBe("Nothing found.")
    await page.keyboard.press("Escape")
    expect(await page.locator("dialog").isVisible()).toBe(false)
    await close()
  })

  it("finds what the own track says and not what the other one does", async () => {
    const { page, close } = await read(browser, root, { name: "block5.html" })
    const count = async (words: string): Promise<string> => {
      await page.locator("#words").fill(words)
      await expect.poll(() => page.textContent("#found-count")).not.toBe("")
      const text = (await page.textContent("#found-count")) ?? ""
      await page.locator("#words").fill("")
      return text
    }
    await page.keyboard.press("/")
    const before = await count("pydantic")
    await page.keyboard.press("Escape")
    await page.getByLabel("Python").check({ force: true })
    await page.keyboard.press("/")
    expect(await count("pydantic")).not.toBe(before)
    await close()
  })
})

describe("a reader", () => {
  it("changes the track, keeps the place, and finds it kept on the next page", async () => {
    const { page, close } = await read(browser, root, { name: "block5.html" })
    const python = page.locator(".only.python").first()
    expect(await python.isVisible()).toBe(false)
    await page.evaluate("document.getElementById('5.3.1').scrollIntoView({ behavior: 'instant' })")
    const top = () => page.evaluate<number>("document.getElementById('5.3.1').getBoundingClientRect().top")
    const before = await top()
    // Not by a click of the test's mouse, which scrolls first.
    await page.evaluate("document.querySelector('input[value=python]').click()")
    expect(await python.isVisible()).toBe(true)
    expect(await page.locator(".only.typescript").first().isVisible()).toBe(false)
    expect(Math.abs((await top()) - before)).toBeLessThan(2)
    await page.goto(`${root}block6.html`)
    expect(await page.getByLabel("Python").isChecked()).toBe(true)
    expect(await page.locator(".only.python").first().isVisible()).toBe(true)
    await close()
  })

  it("without scripts sees the chosen track, and no button that does nothing", async () => {
    const { page, close } = await read(browser, root, { name: "block5.html", javaScriptEnabled: false })
    expect(await page.locator(".only.typescript").first().isVisible()).toBe(true)
    expect(await page.locator(".only.python").first().isVisible()).toBe(false)
    expect(await page.locator("button:visible").count()).toBe(0)
    await close()
  })

  it("changes the colours, and they stay", async () => {
    const { page, close } = await read(browser, root, { colorScheme: "light" })
    const paper = () => page.evaluate<string>("getComputedStyle(document.documentElement).backgroundColor")
    const light = await paper()
    await page.getByRole("button", { name: "Dark" }).click()
    const dark = await paper()
    expect(dark).not.toBe(light)
    await page.reload()
    expect(await paper()).toBe(dark)
    expect(await page.getByRole("button", { name: "Dark" }).getAttribute("aria-pressed")).toBe("true")
    await close()
  })

  it("copies exactly the commands, without a prompt", async () => {
    const { page, close } = await read(browser, root, {
      name: "block5.html",
      permissions: ["clipboard-read", "clipboard-write"],
    })
    const box = page.locator("figure.terminal").filter({ hasText: "mkdir -p ~/requests" }).first()
    await box.getByRole("button", { name: "Copy" }).click()
    await expect.poll(() => page.textContent("#said")).toBe("Copied")
    expect(await page.evaluate("navigator.clipboard.readText()")).toBe("mkdir -p ~/requests")
    await close()
  })

  it("takes a file as it has to be", async () => {
    const { page, close } = await read(browser, root, { name: "block5.html" })
    const box = page.locator("figure.file:visible").filter({ hasText: "echo.mjs" }).first()
    const downloading = page.waitForEvent("download")
    await box.getByRole("button", { name: "Save" }).click()
    const download = await downloading
    expect(download.suggestedFilename()).toBe("echo.mjs")
    expect(await text(await download.createReadStream())).toMatch(/^import \{ createServer \}[\s\S]*127\.0\.0\.1"\)\n$/)
    await close()
  })

  it("reaches the text past the bar, and sees where the focus is", async () => {
    const { page, close } = await read(browser, root, { name: "block5.html" })
    await page.keyboard.press("Tab")
    expect(await page.evaluate("document.activeElement.textContent")).toBe("Skip to the text")
    await page.keyboard.press("Enter")
    expect(await page.evaluate("document.activeElement.id")).toBe("text")
    await close()
  })
})

describe("on paper", () => {
  it("has text and notes, light, and nothing to press", async () => {
    const { page, close } = await read(browser, root, { name: "block5.html", colorScheme: "dark" })
    const track = page.getByText("This copy is for the track")
    expect(await track.isVisible()).toBe(false)
    await page.emulateMedia({ media: "print", colorScheme: "dark" })
    expect(await track.isVisible()).toBe(true)
    for (const hidden of [".bar", ".contents", ".turning", ".tool"])
      expect(await page.locator(hidden).first().isVisible(), hidden).toBe(false)
    expect(await page.locator(".note").first().isVisible()).toBe(true)
    expect(await page.evaluate("getComputedStyle(document.documentElement).backgroundColor")).toBe("rgb(255, 255, 255)")
    await close()
  })
})

it("is the same over HTTP, with nothing refused by its stricter policy", async () => {
  const served = await serveBook(await bookOf({ track: "python" }))
  try {
    const { page, ...reading } = await read(browser, served.url, { name: "block5.html" })
    expect(await page.locator(".only.python").first().isVisible()).toBe(true)
    await page.keyboard.press("/")
    await page.locator("#words").fill("uvicorn")
    await page.locator("#found a").first().waitFor()
    expect([...reading.complaints, ...reading.strangers, ...(await reading.violations())]).toEqual([])
    await reading.close()
  } finally {
    await served.close()
  }
})

async function text(stream: NodeJS.ReadableStream): Promise<string> {
  let all = ""
  for await (const chunk of stream) all += String(chunk)
  return all
}
