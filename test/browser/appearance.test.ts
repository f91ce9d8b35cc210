import { readFile } from "node:fs/promises"
import { createRequire } from "node:module"
import type { AxeResults } from "axe-core"
import type { Page, Response } from "playwright-core"
import { beforeAll, describe, expect, it } from "vitest"
import { drawLine, paintedPixels, THREE } from "./hand.js"
import { setStage } from "./stage.js"
import { visit } from "./visit.js"

const SMALLEST_TARGET = 44
const MOST_BYTES = 60_000

const stage = setStage()

let axe: string
beforeAll(async () => {
  axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8")
})

describe("the page", () => {
  const widths = [320, 768, 1440]
  const schemes = ["light", "dark"] as const
  it.each(schemes.flatMap((scheme) => widths.map((width) => ({ scheme, width }))))(
    "has nothing for axe to find at $width px, $scheme",
    async ({ scheme, width }) => {
      const visitor = await visit(stage.browser, stage.service.url, {
        viewport: { width, height: 800 },
        colorScheme: scheme,
      })
      const { page } = visitor
      expect(await problems(page)).toEqual([])

      await page.click("#submit")
      await page.click("summary")
      expect(await page.textContent("#message")).not.toBe("")
      expect(await problems(page)).toEqual([])

      await drawLine(page, THREE)
      await page.click("#submit")
      await page.getByRole("button", { name: "8", exact: true }).click()
      await page.locator("#entries ins").first().waitFor()
      expect(await problems(page)).toEqual([])

      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width)
      expect(await smallTargets(page)).toEqual([])
      await visitor.close()
    },
  )

  it.each([1, 1.25, 1.5, 2, 3])("has cells of whole screen pixels at %f screen pixels per pixel", async (density) => {
    const visitor = await visit(stage.browser, stage.service.url, {
      viewport: { width: 390, height: 800 },
      deviceScaleFactor: density,
    })
    const box = (await visitor.page.locator("#field").boundingBox())!
    const cell = (box.width * density) / 28
    expect(cell).toBeCloseTo(Math.round(cell), 2)
    expect(box.height).toBeCloseTo(box.width, 2)
    expect(cell / density).toBeGreaterThan(11)
    await visitor.close()
  })

  it("repaints when the colours change under it", async () => {
    const visitor = await visit(stage.browser, stage.service.url, { colorScheme: "light" })
    const { page } = visitor
    await drawLine(page, THREE)
    const ink = async () => {
      const pixels = await paintedPixels(page)
      const full = pixels.findIndex((value, index) => index % 4 === 3 && value === 255)
      return pixels.slice(full - 3, full)
    }
    expect(Math.max(...(await ink()))).toBeLessThan(150)
    await page.emulateMedia({ colorScheme: "dark" })
    await expect.poll(async () => Math.min(...(await ink()))).toBeGreaterThan(150)
    await visitor.close()
  })

  it("shows bars and marks without colours of its own, and without motion", async () => {
    const visitor = await visit(stage.browser, stage.service.url, { forcedColors: "active", reducedMotion: "reduce" })
    const { page } = visitor
    await drawLine(page, THREE)
    await expect.poll(() => page.textContent("#digit")).toBe("3")
    const style = (name: string) =>
      page.evaluate<string>(`getComputedStyle(document.querySelector(".best .bar")).${name}`)
    expect(await style("backgroundColor")).not.toBe("rgba(0, 0, 0, 0)")
    expect(await style("transitionDuration")).toBe("0s")
    expect(await problems(page)).toEqual([])
    await visitor.close()
  })

  it("can be printed with what was drawn", async () => {
    const visitor = await visit(stage.browser, stage.service.url)
    await drawLine(visitor.page, THREE)
    await visitor.page.emulateMedia({ media: "print" })
    expect(await visitor.page.locator("#field").isVisible()).toBe(true)
    expect(await visitor.page.locator("#submit").isVisible()).toBe(false)
    expect((await visitor.page.pdf()).subarray(0, 5).toString()).toBe("%PDF-")
    await visitor.close()
  })

  it("is small, names no source map, and holds no key", async () => {
    const context = await stage.browser.newContext()
    const page = await context.newPage()
    const served: Response[] = []
    page.on("response", (response) => served.push(response))
    await page.goto(stage.service.url, { waitUntil: "networkidle" })
    const bytes = Buffer.concat(await Promise.all(served.map((response) => response.body())))
    expect(bytes.length).toBeGreaterThan(10_000)
    expect(bytes.length).toBeLessThan(MOST_BYTES)
    expect(bytes.includes(stage.service.key)).toBe(false)
    expect(bytes.includes("sourceMappingURL")).toBe(false)
    await context.close()
  })
})

/** What axe finds wrong, or cannot decide, with the elements in question. */
async function problems(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  const { violations, incomplete } = await page.evaluate<AxeResults>("axe.run()")
  return [...violations, ...incomplete].map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)
}

/** Everything to press that is smaller than a fingertip. */
async function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate(
    `[...document.querySelectorAll("button, summary")].filter((target) => {
      const { width, height } = target.getBoundingClientRect()
      return height > 0 && Math.min(width, height) < ${SMALLEST_TARGET}
    }).map((target) => target.outerHTML)`,
  )
}
