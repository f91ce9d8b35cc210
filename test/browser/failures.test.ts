import type { Page } from "playwright-core"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { drawLine, THREE } from "./hand.js"
import { setStage } from "./stage.js"
import { visit, type Visit } from "./visit.js"

/** The browser's own line about an answer that is no success; the page can do nothing about it. */
const BROWSERS_OWN = /^Failed to load resource/
const CLASSIFICATIONS = 2

const stage = setStage({ RATE_LIMIT_CLASSIFY: String(CLASSIFICATIONS) })

describe("a failure leaves a readable message and a page that works", () => {
  let visitor: Visit
  let page: Page
  beforeEach(async () => {
    visitor = await visit(stage.browser, stage.service.url)
    page = visitor.page
    await drawLine(page, THREE)
    await expect.poll(() => page.textContent("#digit")).toBe("3")
  })
  afterEach(async () => {
    expect(visitor.complaints.filter((text) => !BROWSERS_OWN.test(text))).toEqual([])
    expect(await visitor.violations()).toEqual([])
    await visitor.close()
  })

  const message = () => page.textContent("#message")
  const submit = () => page.click("#submit")
  const answerWith = (status: number, body: string, headers: Record<string, string> = {}) =>
    page.route("**/ui/classify", (route) => route.fulfill({ status, body, headers }))

  const answers: [number, string, RegExp][] = [
    [401, '{"detail":"Invalid API key","request_id":"r-401"}', /\(401\).*key is missing or wrong.*\(Request r-401\)$/],
    [413, "<h1>Too large</h1>", /refused \(413\)\.$/],
    [
      422,
      '{"detail":[{"loc":["body","pixels"],"msg":"Field required","type":"missing"}]}',
      /\(422\): Field required\.$/,
    ],
    [429, "<h1>Too Many Requests</h1>", /\(429\)\. Your drawing is still here\. Try again in a moment\.$/],
    [502, "<h1>Bad Gateway</h1>", /\(502\)\. Your drawing is still here/],
    [503, '{"detail":"The database does not answer"}', /\(503\)/],
    [200, "<h1>Welcome</h1>", /\(status 200\) is none that this page understands/],
    [200, '{"prediction":3}', /\(status 200\) is none that this page understands/],
  ]
  it.each(answers)("%i %s", async (status, body, words) => {
    await answerWith(status, body)
    await submit()
    await expect.poll(message).toMatch(words)
    expect(await page.getAttribute("#message", "role")).toBe("alert")
    await drawLine(page, [
      [0.1, 0.1],
      [0.2, 0.2],
    ])
    expect(await message()).toBe("")
    expect(await page.getAttribute("#undo", "aria-disabled")).toBe("false")
  })

  it("429 of the service itself, with the time to wait; the live reading goes on", async () => {
    for (let count = 0; count < CLASSIFICATIONS; count += 1) {
      await submit()
      await expect.poll(() => page.locator("#entries li").count()).toBe(count + 1)
    }
    await submit()
    await expect.poll(message).toMatch(/\(429\)\. Your drawing is still here\. Try again in \d+ seconds\./)
    await page.click("#clear")
    await drawLine(page, THREE)
    await expect.poll(() => page.textContent("#digit")).toBe("3")
  })

  it("a live reading that is refused pauses quietly", async () => {
    let asked = 0
    await page.route("**/ui/preview", (route) => {
      asked += 1
      return route.fulfill({ status: 429, headers: { "retry-after": "2" }, json: { detail: "Rate limit exceeded" } })
    })
    await drawLine(page, [
      [0.1, 0.1],
      [0.2, 0.2],
    ])
    await expect
      .poll(() => page.textContent("#reading-note"))
      .toBe("The live reading pauses for 2 s. You can still submit.")
    await drawLine(page, [
      [0.1, 0.2],
      [0.2, 0.3],
    ])
    await page.waitForTimeout(600)
    expect(asked).toBe(1)
    expect(await message()).toBe("")
    await page.unroute("**/ui/preview")
    await expect.poll(() => page.textContent("#reading-note"), { timeout: 5000 }).toContain("not stored yet")
  })

  it("no network", async () => {
    await page.context().setOffline(true)
    await submit()
    await expect.poll(message).toMatch(/^You are offline\. Your drawing is still here\./)
    await page.context().setOffline(false)
  })

  it("no answer in time", async () => {
    await page.route("**/ui/classify", () => {})
    await submit()
    expect(await page.getAttribute("#submit", "aria-busy")).toBe("true")
    await expect.poll(message, { timeout: 15_000 }).toMatch(/^No answer within 10 seconds\./)
    expect(await page.getAttribute("#submit", "aria-busy")).toBeNull()
  })

  it("a service that is gone, and comes back", async () => {
    await stage.service.stop()
    try {
      await submit()
      await expect.poll(message).toMatch(/^The service cannot be reached\. Your drawing is still here\./)
      await page.click("#history-refresh")
      await expect.poll(() => page.textContent("#history-note")).toMatch(/^The history could not be read\./)
    } finally {
      await stage.service.start()
    }
    const before = await page.locator("#entries li").count()
    await submit()
    await expect.poll(() => page.locator("#entries li").count()).toBe(before + 1)
    expect(await message()).toBe("")
    expect(await page.textContent("#history-note")).toBe("")
  })
})
