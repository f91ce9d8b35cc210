import { readFile } from "node:fs/promises"
import { createRequire } from "node:module"
import type { AxeResults } from "axe-core"
import type { Browser, BrowserContextOptions, Page } from "playwright-core"

/** A page of the book in a browser, and what must not happen while somebody reads it. */
export interface Reading {
  readonly page: Page
  /** Errors and warnings of the console and of scripts. */
  readonly complaints: string[]
  /** Requests for anything that is not of the book. */
  readonly strangers: string[]
  /** The security policy's refusals on the page that is open. */
  readonly violations: () => Promise<string[]>
  readonly close: () => Promise<void>
}

/** Opens a page of the book as a new reader. `root` is the address of its folder, with the last slash. */
export async function read(
  browser: Browser,
  root: string,
  { name = "index.html", ...options }: BrowserContextOptions & { name?: string } = {},
): Promise<Reading> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })
  const page = await context.newPage()
  const complaints: string[] = []
  const strangers: string[] = []
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text())
  })
  page.on("pageerror", (error) => complaints.push(String(error)))
  context.on("request", (request) => {
    if (!request.url().startsWith(root) && !request.url().startsWith("data:image/")) strangers.push(request.url())
  })
  await page.addInitScript(
    "window.violations = []; addEventListener('securitypolicyviolation', (event) => violations.push(event.violatedDirective + ' ' + event.blockedURI))",
  )
  await page.goto(root + name)
  return {
    page,
    complaints,
    strangers,
    violations: () => page.evaluate<string[]>("window.violations"),
    close: () => context.close(),
  }
}

const axe = readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8")

/** What axe finds wrong, with the elements in question; of colours alone where the rest was looked at before. */
export async function problems(page: Page, only: "colours" | "everything" = "everything"): Promise<string[]> {
  const rules = only === "colours" ? "runOnly: ['color-contrast']" : ""
  return found(page, `axe.run({ resultTypes: ["violations"], preload: false, ${rules} })`)
}

/** What axe says of the colours of code, asked once for each kind of word on each kind of box: a page has thousands of them. */
export async function problemsInCode(page: Page): Promise<string[]> {
  await page.evaluate(`(() => {
    const seen = new Set()
    for (const word of document.querySelectorAll("pre span")) {
      const kind = word.className + " in " + word.closest("figure").className
      if (seen.has(kind) || word.getClientRects().length === 0) continue
      seen.add(kind)
      word.dataset.sample = kind
    }
  })()`)
  if (!(await page.evaluate("document.querySelector('[data-sample]') !== null"))) return []
  const options = `{ runOnly: ["color-contrast"], resultTypes: ["violations"], preload: false }`
  return found(page, `axe.run({ include: ["[data-sample]"] }, ${options})`)
}

/** Makes code one text, once its words were looked at, so that axe is done with the rest of the page sooner. */
export async function withoutColours(page: Page): Promise<void> {
  await page.evaluate(`document.querySelectorAll("pre code").forEach((code) => (code.textContent = code.textContent))`)
}

async function found(page: Page, call: string): Promise<string[]> {
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(await axe)
  const { violations } = await page.evaluate<AxeResults>(call)
  return violations.map(({ id, nodes }) => {
    const places = nodes.slice(0, 3).map(({ html }) => html.slice(0, 200))
    return `${id}: ${places.join(" ")}`
  })
}

/** What is wider than the window and scrolls in no box of its own. */
export async function overflowing(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`(() => {
    if (document.documentElement.scrollWidth <= document.documentElement.clientWidth) return []
    return [...document.querySelectorAll("body *")]
      .filter((element) => element.getBoundingClientRect().right > innerWidth + 1 && !element.closest(".scroll, .unseen"))
      .map((element) => element.outerHTML.slice(0, 200))
  })()`)
}
