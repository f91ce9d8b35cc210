import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtemp, rm } from "node:fs/promises"
import { createServer, type AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { testModelPath } from "../helpers/model.js"

/** On a machine that is busy with other tests as well. */
const START_MS = 120_000
export const KEY = "key-of-the-contract"

export interface RealService {
  readonly base: URL
  /** Everything the process wrote so far. */
  output(): string
  stop(): Promise<void>
}

/**
 * The service as a process of its own that listens on loopback, run from its sources, on an embedded database in an empty folder, with
 * its documentation shown and its rate limits off unless told otherwise.
 */
export async function startRealService(variables: Readonly<Record<string, string>> = {}): Promise<RealService> {
  const folder = await mkdtemp(join(tmpdir(), "pixelwise-contract-"))
  const port = await freePort()
  const child = spawn(process.execPath, ["--import", import.meta.resolve("tsx"), resolve("src/main.ts")], {
    cwd: folder,
    env: {
      ...{ PATH: process.env.PATH, HOST: "127.0.0.1", PORT: String(port), DEBUG: "true", SECRET_API_KEY: KEY },
      ...{
        MODEL_VERSION: "v1.0",
        MODEL_PATH: resolve(testModelPath()),
        DATABASE_URL: `pglite:${join(folder, "data")}`,
      },
      ...{ RATE_LIMIT_CLASSIFY: "0", RATE_LIMIT_GENERAL: "0" },
      ...variables,
    },
    stdio: ["ignore", "pipe", "pipe"],
  })
  let output = ""
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()))
  const ended = once(child, "exit")
  const stop = async (): Promise<void> => {
    child.kill("SIGKILL")
    await ended
    await rm(folder, { recursive: true, force: true })
  }
  const base = new URL(`http://127.0.0.1:${port}`)
  const deadline = Date.now() + START_MS
  while (!(await healthy(base))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop()
      throw new Error(`the service did not start: ${output.slice(-3000)}`)
    }
    await sleep(50)
  }
  return { base, output: () => output, stop }
}

async function healthy(base: URL): Promise<boolean> {
  try {
    return (await fetch(new URL("/health", base))).ok
  } catch {
    // Not listening yet: the caller asks again until its deadline.
    return false
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1")
  await once(server, "listening")
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, "close")
  return port
}
