import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { execa } from "execa"
import { freePort } from "../../src/bench/service/free-port.js"
import { REFERENCE_APP } from "./build-page.js"

const READY_WITHIN_MS = 100_000

/** The real service, with its page, on an embedded database of its own. */
export interface RunningService {
  readonly url: string
  /** In no byte of what a browser gets. */
  readonly key: string
  stop(): Promise<void>
  /** Starts it again on the same address and rows. */
  start(): Promise<void>
  /** Stops it and removes its rows. */
  remove(): Promise<void>
}

/** Starts `node dist/main.js`. Budgets are off unless the settings say otherwise: the tests ask more than a person does. */
export async function startService(settings: Record<string, string> = {}): Promise<RunningService> {
  const folder = mkdtempSync(join(tmpdir(), "course-page-"))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const key = "key-that-no-browser-may-see"
  const env = {
    PORT: String(port),
    DATABASE_URL: `pglite:${join(folder, "rows")}`,
    SECRET_API_KEY: key,
    MODEL_PATH: join(REFERENCE_APP, "model", "v1.0", "digit_classifier_v1.onnx"),
    MODEL_VERSION: "v1.0",
    FRONTEND: "on",
    BROWSER_KEY: "on",
    RATE_LIMIT_GENERAL: "0",
    RATE_LIMIT_CLASSIFY: "0",
    LOG_LEVEL: "warn",
    ...settings,
  }
  const launch = () =>
    execa("node", [join(REFERENCE_APP, "dist", "main.js")], { cwd: folder, env, reject: false, all: true })
  let running: ReturnType<typeof launch> | undefined

  const start = async (): Promise<void> => {
    running = launch()
    const deadline = Date.now() + READY_WITHIN_MS
    while (!(await isReady(url))) {
      if (running.exitCode !== null) throw new Error(`the service does not start: ${(await running).all}`)
      if (Date.now() > deadline) {
        running.kill()
        throw new Error(`the service is not ready within ${READY_WITHIN_MS} ms: ${(await running).all}`)
      }
      await sleep(100)
    }
  }
  const stop = async (): Promise<void> => {
    running?.kill()
    await running
    running = undefined
  }
  const remove = async (): Promise<void> => {
    await stop()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await start()
  } catch (error) {
    await remove()
    throw error
  }
  return { url, key, stop, start, remove }
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/ready`)).ok
  } catch {
    // Nobody listens yet; the caller knows how long to wait for that.
    return false
  }
}
