import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core"
import { browserRequirements } from "../../src/lab/browser.js"

/** A page of the service, and what must not happen while somebody uses it. */
export interface Visit {
  readonly page: Page
  /** Errors and warnings of the console and of scripts. */
  readonly complaints: string[]
  /** Requests to any other origin. */
  readonly strangers: string[]
  /** The security policy's refusals. */
  violations(): Promise<string[]>
  close(): Promise<void>
}

/** Chromium without a window, without calls home. */
export async function launchBrowser(): Promise<Browser> {
  const { program } = await browserRequirements()
  if (program === undefined) throw new Error("there is no browser, and the gate should have said so")
  const quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
  const silent = ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
  return chromium.launch({ executablePath: program, args: [...quiet, ...silent] })
}

/** Opens the page as a new visitor, and waits until its history is there. */
export async function visit(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })
  const page = await context.newPage()
  const complaints: string[] = []
  const strangers: string[] = []
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text())
  })
  page.on("pageerror", (error) => complaints.push(String(error)))
  context.on("request", (request) => {
    if (new URL(request.url()).origin !== url) strangers.push(request.url())
  })
  await page.addInitScript(
    "window.violations = []; addEventListener('securitypolicyviolation', (event) => violations.push(event.violatedDirective + ' ' + event.blockedURI))",
  )
  const history = page.waitForResponse((response) => response.url().includes("/results"))
  await page.goto(url)
  await history
  return {
    page,
    complaints,
    strangers,
    violations: () => page.evaluate<string[]>("window.violations"),
    close: () => context.close(),
  }
}
