import { spawn, type ChildProcess } from "node:child_process"
import { once } from "node:events"
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { createServer, type AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { describe, expect, onTestFinished, test } from "vitest"
import { flat } from "./helpers/images.js"
import { testModelPath } from "./helpers/model.js"

const START_TIMEOUT_MS = 40_000
const KEY = "key-of-the-process"

const complete = {
  SECRET_API_KEY: KEY,
  MODEL_VERSION: "v1.0",
  MODEL_PATH: resolve(testModelPath()),
  DATABASE_URL: "postgresql://pixelwise@127.0.0.1:1/pixelwise",
  HOST: "127.0.0.1",
}

const FROM_SOURCES = ["--import", import.meta.resolve("tsx"), resolve("src/main.ts")]

/** Runs the service from its sources in an empty folder, so that no `.env` is read. */
async function run(variables: Record<string, string>): Promise<{ child: ChildProcess; output: () => string }> {
  const folder = await temporary()
  const child = spawn(process.execPath, FROM_SOURCES, { cwd: folder, env: { PATH: process.env.PATH, ...variables } })
  let output = ""
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()))
  onTestFinished(() => void child.kill("SIGKILL"))
  return { child, output: () => output }
}

async function temporary(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "pixelwise-process-"))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1")
  await once(server, "listening")
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, "close")
  return port
}

/** The first answer of GET /health, whatever it says. */
async function answer(port: number): Promise<Response> {
  const end = Date.now() + START_TIMEOUT_MS
  while (Date.now() < end) {
    const response = await fetch(`http://127.0.0.1:${port}/health`).catch(() => undefined)
    if (response) return response
    await sleep(50)
  }
  throw new Error("the service did not answer")
}

function classify(port: number): Promise<Response> {
  return fetch(`http://127.0.0.1:${port}/classify`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-api-key": KEY },
    body: JSON.stringify({ pixels: flat(0) }),
  })
}

test("answers 503 while there is no database, and stops cleanly on SIGTERM", { timeout: 60_000 }, async () => {
  const port = await freePort()
  const { child, output } = await run({ ...complete, PORT: String(port) })
  const health = await answer(port)
  expect([health.status, await health.json()]).toMatchObject([
    503,
    { status: "unhealthy", checks: { database: false } },
  ])
  expect((await classify(port)).status).toBe(503)
  expect((await fetch(`http://127.0.0.1:${port}/version`)).status).toBe(200)
  const exit = once(child, "exit")
  child.kill("SIGTERM")
  expect(await exit).toEqual([0, null])
  const lines = output().trim().split("\n")
  for (const line of lines) expect(() => void JSON.parse(line)).not.toThrow()
  expect(lines.join("\n")).toContain("GET /health 503")
  expect(lines.join("\n")).toContain("SIGTERM received, stopping")
})

test("works without any database if told so, and says what that means", { timeout: 60_000 }, async () => {
  const port = await freePort()
  const { DATABASE_URL: _, ...rest } = complete
  const { output } = await run({ ...rest, PERSISTENCE: "none", PORT: String(port) })
  expect((await answer(port)).status).toBe(200)
  const response = await classify(port)
  expect([response.status, response.headers.get("x-prediction-id")]).toEqual([200, null])
  expect(output()).toContain("PERSISTENCE is none: no classification is remembered")
})

test("answers requests that are under way when it is stopped", { timeout: 60_000 }, async () => {
  const folder = await temporary()
  const port = await freePort()
  const { child } = await run({
    ...{ ...complete, DATABASE_URL: `pglite:${join(folder, "data")}`, PORT: String(port) },
    ...{ RATE_LIMIT_CLASSIFY: "0", RATE_LIMIT_GENERAL: "0" },
  })
  await answer(port)
  const exit = once(child, "exit")
  let stopped = false
  const answers = Array.from({ length: 8 }, async () => {
    const statuses: number[] = []
    // Until the process is gone: a connection that cannot be made any more is the end, a broken answer is none.
    while (statuses.length < 5_000) {
      const response = await classify(port).catch((error: unknown) => {
        if (stopped && isRefused(error)) return undefined
        throw error
      })
      if (!response) return statuses
      await response.json()
      statuses.push(response.status)
      if (response.headers.get("connection") === "close") return statuses
    }
    return statuses
  })
  await sleep(500)
  stopped = true
  child.kill("SIGTERM")
  const statuses = (await Promise.all(answers)).flat()
  expect(await exit).toEqual([0, null])
  expect(statuses.length).toBeGreaterThan(8)
  expect(new Set(statuses)).toEqual(new Set([200]))
})

function isRefused(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined
  return cause instanceof Error && "code" in cause && cause.code === "ECONNREFUSED"
}

describe("refuses to start", () => {
  test("and names everything that is missing at once", { timeout: 60_000 }, async () => {
    const { child, output } = await run({ HOST: "127.0.0.1" })
    expect(await once(child, "exit")).toEqual([1, null])
    expect(output().trim()).toBe(
      "PixelWise cannot start. SECRET_API_KEY is missing; MODEL_PATH is missing; MODEL_VERSION is missing; DATABASE_URL is missing (set it in the environment or in .env)",
    )
  })

  test.each([
    ["without a key", { SECRET_API_KEY: "" }, "SECRET_API_KEY is empty"],
    ["without a database", { DATABASE_URL: "" }, "DATABASE_URL is empty"],
    ["without its model", { MODEL_PATH: "/nowhere/model.onnx" }, "/nowhere/model.onnx cannot be read"],
    ["without its file of keys", { API_KEYS_FILE: "/nowhere/keys" }, "/nowhere/keys cannot be read"],
    ["as another model than it is", { MODEL_VERSION: "v2.0" }, "digit_classifier_v1.onnx"],
  ])("%s, and shows no secret", { timeout: 60_000 }, async (_name, variables, text) => {
    const { child, output } = await run({ ...complete, PORT: String(await freePort()), ...variables })
    expect(await once(child, "exit")).toEqual([1, null])
    expect(output()).toContain(text)
    expect(output()).not.toContain(KEY)
  })

  test("on a port that is taken", { timeout: 60_000 }, async () => {
    const other = createServer().listen(0, "127.0.0.1")
    onTestFinished(() => void other.close())
    await once(other, "listening")
    const { child, output } = await run({ ...complete, PORT: String((other.address() as AddressInfo).port) })
    expect(await once(child, "exit")).toEqual([1, null])
    expect(output()).toContain("EADDRINUSE")
  })
})

describe("under systemd", () => {
  test(
    "takes the socket that is handed over, reports that it is ready, feeds the watchdog, reports the end",
    { timeout: 90_000 },
    async () => {
      const folder = await temporary()
      // systemd-notify as systemd brings it sends datagrams; this one writes down what it was told.
      const told = join(folder, "told")
      await writeFile(told, "")
      await writeFile(join(folder, "systemd-notify"), `#!/bin/sh\necho "$NOTIFY_SOCKET $*" >>"${told}"\n`)
      await chmod(join(folder, "systemd-notify"), 0o755)
      const socket = createServer().listen(0, "127.0.0.1")
      await once(socket, "listening")
      const { port } = socket.address() as AddressInfo
      const handle = (socket as unknown as { _handle: { fd: number } })._handle
      // LISTEN_PID must be the process itself; exec keeps the id that the shell has.
      const child = spawn(
        "/bin/sh",
        ["-c", 'LISTEN_PID=$$ WATCHDOG_PID=$$ exec "$@"', "sh", process.execPath, ...FROM_SOURCES],
        {
          cwd: folder,
          stdio: ["ignore", "ignore", "inherit", handle.fd],
          env: {
            ...{ ...complete, PERSISTENCE: "none", PATH: `${folder}:${process.env.PATH}`, PORT: "1" },
            ...{ LISTEN_FDS: "1", NOTIFY_SOCKET: "@somewhere", WATCHDOG_USEC: "400000" },
          },
        },
      )
      onTestFinished(() => void child.kill("SIGKILL"))
      socket.close()
      const read = () => readFile(told, "utf8")
      expect((await answer(port)).status).toBe(200)
      await expect.poll(read, { timeout: 10_000 }).toMatch(/^@somewhere WATCHDOG=1$/m)
      expect((await read()).split("\n")[0]).toBe(`@somewhere READY=1 MAINPID=${child.pid}`)
      const exit = once(child, "exit")
      child.kill("SIGTERM")
      expect(await exit).toEqual([0, null])
      expect(await read()).toMatch(/^@somewhere STOPPING=1$/m)
    },
  )
})
