import { spawn, type ChildProcess } from "node:child_process"
import { once } from "node:events"
import { createServer, type AddressInfo } from "node:net"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { expect, onTestFinished, test } from "vitest"
import { testModelPath } from "./helpers/model.js"

const START_TIMEOUT_MS = 20_000

const complete = {
  SECRET_API_KEY: "key-of-the-process",
  MODEL_VERSION: "v1.0",
  MODEL_PATH: resolve(testModelPath()),
  DATABASE_URL: "postgresql://pixelwise@127.0.0.1:1/pixelwise",
  HOST: "127.0.0.1",
}

/** Runs the service from its sources in an empty folder, so that no `.env` is read. */
async function run(variables: Record<string, string>): Promise<{ child: ChildProcess; output: () => string }> {
  const folder = await mkdtemp(join(tmpdir(), "pixelwise-process-"))
  const child = spawn(process.execPath, ["--import", import.meta.resolve("tsx"), resolve("src/main.ts")], {
    cwd: folder,
    env: { PATH: process.env.PATH, ...variables },
  })
  let output = ""
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()))
  onTestFinished(async () => {
    child.kill("SIGKILL")
    await rm(folder, { recursive: true })
  })
  return { child, output: () => output }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1")
  await once(server, "listening")
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, "close")
  return port
}

async function healthy(port: number): Promise<string> {
  const end = Date.now() + START_TIMEOUT_MS
  while (Date.now() < end) {
    const response = await fetch(`http://127.0.0.1:${port}/health`).catch(() => undefined)
    if (response?.ok) return await response.text()
    await sleep(50)
  }
  throw new Error("the service did not become healthy")
}

test("serves, answers 503 while there is no database, and stops cleanly on SIGTERM", { timeout: 30_000 }, async () => {
  const port = await freePort()
  const { child, output } = await run({ ...complete, PORT: String(port) })
  expect(await healthy(port)).toBe('{"status":"ok","model_version":"v1"}')
  expect((await fetch(`http://127.0.0.1:${port}/results`)).status).toBe(503)
  expect(await healthy(port)).toContain("ok")
  expect(output()).toContain("GET /health 200")
  const exit = once(child, "exit")
  child.kill("SIGTERM")
  expect(await exit).toEqual([0, null])
})

test.each(["SECRET_API_KEY", "MODEL_PATH", "DATABASE_URL"])(
  "refuses to start without %s and says so",
  { timeout: 30_000 },
  async (name) => {
    const { child, output } = await run({ ...complete, PORT: String(await freePort()), [name]: "" })
    expect(await once(child, "exit")).toEqual([1, null])
    expect(output()).toContain(`PixelWise cannot start. ${name} is empty`)
    expect(output()).not.toContain("key-of-the-process")
  },
)
