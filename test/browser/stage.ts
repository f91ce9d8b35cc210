import type { Browser } from "playwright-core"
import { afterAll, beforeAll } from "vitest"
import { startService, type RunningService } from "./service.js"
import { launchBrowser } from "./visit.js"

const START_TIMEOUT_MS = 150_000

/** A service and a browser for all tests of a file. They are there once the tests run, not while they are described. */
export interface Stage {
  service: RunningService
  browser: Browser
}

export function setStage(settings: Record<string, string> = {}): Stage {
  const stage: Partial<Stage> = {}
  beforeAll(async () => {
    stage.browser = await launchBrowser()
    stage.service = await startService(settings)
  }, START_TIMEOUT_MS)
  afterAll(async () => {
    await stage.browser?.close()
    await stage.service?.remove()
  })
  return stage as Stage
}
