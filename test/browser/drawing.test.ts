import type { Page } from "playwright-core"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { drawLine, drawWithFinger, ONE, onScreen, paintedPixels, THREE } from "./hand.js"
import { setStage } from "./stage.js"
import { visit, type Visit } from "./visit.js"

const stage = setStage()

describe("drawing, in a real browser on the real service", () => {
  let visitor: Visit
  let page: Page
  beforeEach(async () => {
    visitor = await visit(stage.browser, stage.service.url)
    page = visitor.page
  })
  afterEach(async () => {
    expect(visitor.complaints).toEqual([])
    expect(visitor.strangers).toEqual([])
    expect(await visitor.violations()).toEqual([])
    await visitor.close()
  })

  it("reads a 3 while it is drawn, stores it, shows it first in the history, and takes a correction", async () => {
    await drawLine(page, THREE)
    await expect.poll(() => page.textContent("#digit")).toBe("3")
    expect(await storedRows()).toEqual([])

    const request = page.waitForRequest("**/ui/classify")
    await page.click("#submit")
    const body = (await request).postDataJSON() as { pixels: number[][] }
    expect(Object.keys(body)).toEqual(["pixels"])
    expect(body.pixels.map((row) => row.length)).toEqual(Array.from({ length: 28 }, () => 28))
    expect(body.pixels.flat().every((value) => Number.isInteger(value) && value >= 0 && value <= 255)).toBe(true)
    expect([body.pixels[0]![0], Math.max(...body.pixels.flat())]).toEqual([0, 255])
    expect((await request).headers()["x-api-key"]).toBeUndefined()

    const response = (await (await request).response())!
    const { prediction, confidence, scores } = (await response.json()) as Classification
    expect(prediction).toBe("3")
    const id = response.headers()["x-prediction-id"]
    const newest = page.locator("#entries li").first()
    await expect.poll(() => newest.getAttribute("data-id")).toBe(id)
    expect(await page.textContent("#digit")).toBe("3")
    expect(await page.getAttribute("#confidence", "value")).toBe(String(confidence))
    expect(await shownScores(page)).toEqual(Object.entries(scores).map(([label, score]) => [label, String(score)]))
    expect(await page.textContent("#reading-note")).toContain(`number ${id}`)

    await page.getByRole("button", { name: "5", exact: true }).click()
    await expect.poll(() => newest.locator("ins").textContent()).toBe("5")
    expect(await newest.locator("s").textContent()).toBe("3")
    expect(await page.textContent("#correction-legend")).toContain("corrected to 5")
    expect(await storedRows()).toMatchObject([{ id: Number(id), prediction: "3", correct_label: "5" }])
  })

  it("can be done with the keyboard alone, correction included", async () => {
    await page.keyboard.press("Tab")
    await page.keyboard.press("Tab")
    expect(await focused(page)).toBe("field")
    for (let step = 0; step < 2; step += 1) await page.keyboard.press("Shift+ArrowUp")
    await page.keyboard.press("Space")
    for (let step = 0; step < 4; step += 1) await page.keyboard.press("Shift+ArrowDown")
    await page.keyboard.press("Space")
    await expect.poll(() => page.textContent("#digit")).toBe("1")
    await page.keyboard.press("ArrowRight")
    await expect.poll(() => page.textContent("#announcements")).toBe("Row 22, column 15, pen up")

    await page.keyboard.press("Control+z")
    await expect.poll(() => page.textContent("#digit")).toBe("")
    await page.keyboard.press("Control+Shift+z")
    await page.keyboard.press("Control+Enter")
    await expect.poll(() => page.textContent("#announcements")).toMatch(/^Stored: read as 1, \d/)
    const before = (await storedRows())[0]!

    // Undo, redo, clear, submit, then the keys or the first digit: nothing holds the focus back.
    for (let step = 0; step < 20 && (await focused(page)) !== "7"; step += 1) await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect.poll(async () => (await storedRows())[0]).toMatchObject({ id: before.id, correct_label: "7" })
    await expect.poll(() => page.textContent("#announcements")).toBe("Noted: it is a 7.")

    await page.locator("#field").focus()
    await page.keyboard.press("Delete")
    await expect.poll(() => page.textContent("#digit")).toBe("")
  })

  it("goes on where the pen comes back after it has left the field", async () => {
    await drawLine(page, [
      [0.5, 0.5],
      [1.3, 0.5],
      [1.3, 0.8],
      [0.5, 0.8],
    ])
    const inked = await inkedCells(page)
    expect(inked(27, 14)).toBe(true)
    expect(inked(27, 22)).toBe(true)
    expect(inked(27, 18)).toBe(false)
    await page.click("#undo")
    expect((await inkedCells(page))(27, 14)).toBe(false)
  })

  it("draws with the main button only", async () => {
    const [from, to] = await onScreen(page, [
      [0.3, 0.3],
      [0.6, 0.6],
    ])
    await page.mouse.move(from!.x, from!.y)
    await page.mouse.down({ button: "right" })
    await page.mouse.move(to!.x, to!.y)
    await page.mouse.up({ button: "right" })
    expect(await page.getAttribute("#clear", "aria-disabled")).toBe("true")
  })

  it("blocks an empty drawing with a message, and sends nothing", async () => {
    const sent: string[] = []
    page.on("request", (request) => sent.push(request.url()))
    await page.click("#submit")
    expect(await page.textContent("#message")).toBe("There is nothing to submit yet: draw a digit first.")
    await drawLine(page, ONE)
    expect(await page.textContent("#message")).toBe("")
    await page.click("#clear")
    await page.click("#submit")
    expect(await page.textContent("#message")).toContain("nothing to submit")
    await page.waitForTimeout(400)
    expect(sent.filter((url) => url.includes("classify"))).toEqual([])
  })

  it("shows scores by label, whichever labels the model has", async () => {
    for (const labels of ["123456789", "0123456789"]) {
      const scores = Object.fromEntries([...labels].map((label) => [label, label === "9" ? 0.91 : 0.01]))
      await page.route("**/ui/preview", (route) =>
        route.fulfill({ json: { prediction: "9", confidence: 0.91, scores } }),
      )
      await drawLine(page, ONE)
      await expect.poll(() => page.locator("#scores tr").count()).toBe(labels.length)
      expect((await shownScores(page)).map(([label]) => label).join("")).toBe(labels)
      expect(await page.locator("#scores .best").textContent()).toBe("991.0%")
      await page.unroute("**/ui/preview")
      await page.click("#clear")
    }
  })

  it("speaks of the reading when it changes, not of every line", async () => {
    await page.evaluate(
      "window.spoken = []; new MutationObserver(() => spoken.push(announcements.textContent)).observe(announcements, { childList: true })",
    )
    for (let line = 0; line < 4; line += 1) {
      await drawLine(page, ONE)
      await page.waitForTimeout(300)
    }
    await page.waitForTimeout(1200)
    expect(await page.evaluate("spoken")).toEqual(["Looks like 1"])
  })
})

describe("drawing with a finger", () => {
  it("draws instead of scrolling", async () => {
    const visitor = await visit(stage.browser, stage.service.url, {
      viewport: { width: 320, height: 640 },
      hasTouch: true,
      isMobile: true,
      deviceScaleFactor: 2,
    })
    await drawWithFinger(visitor.page, THREE)
    await expect.poll(() => visitor.page.textContent("#digit")).toBe("3")
    expect(await visitor.page.evaluate("scrollY")).toBe(0)
    expect(visitor.complaints).toEqual([])
    await visitor.close()
  })
})

interface Classification {
  readonly prediction: string
  readonly confidence: number
  readonly scores: Record<string, number>
}

async function storedRows(): Promise<{ id: number; prediction: string; correct_label?: string }[]> {
  const { results } = (await (await fetch(`${stage.service.url}/results`)).json()) as { results: [] }
  return results
}

/** Each row's label and the exact number behind its text. */
async function shownScores(page: Page): Promise<[label: string, score: string][]> {
  return page.evaluate("[...scores.rows].map((row) => [row.cells[0].textContent, row.querySelector('data').value])")
}

async function inkedCells(page: Page): Promise<(column: number, row: number) => boolean> {
  const alpha = (await paintedPixels(page)).filter((_, index) => index % 4 === 3)
  return (column, row) => alpha[row * 28 + column]! > 128
}

/** The focused element's id, or its text where it has none. */
async function focused(page: Page): Promise<string> {
  return page.evaluate("document.activeElement.id || document.activeElement.textContent")
}
