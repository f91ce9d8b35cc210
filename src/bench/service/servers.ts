import { spawn } from "node:child_process"
import { closeSync, openSync, readFileSync } from "node:fs"
import path from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { execa } from "execa"
import { projectFolder } from "../../lab/project-folder.js"
import { freePort } from "./free-port.js"

/** The Python that Debian's packages are made for, whatever else is first on the path. */
const PYTHON = "/usr/bin/python3"
const START_MS = 60_000
const STOP_MS = 15_000

export interface ServerOptions {
  /** Where the server may write, for its own errors. */
  folder: string
  key: string
  /** Nothing is stored without one. */
  databaseUrl?: string
}

/** A server that listens on loopback and answers. */
export interface Server {
  name: string
  url: string
  pid: number
  /** Whether it says which digit was drawn; the floor says always the same. */
  classifies: boolean
  stop: () => Promise<void>
}

interface Program {
  name: string
  cwd: string
  argv: string[]
  env: Record<string, string>
  port: number
  classifies?: false
}

/** The reference service, built in its folder, without rate limits; its tables are made first. */
export async function startService(service: string, options: ServerOptions): Promise<Server> {
  const port = await freePort()
  const { databaseUrl } = options
  const env = {
    ...{ NODE_ENV: "production", HOST: "127.0.0.1", PORT: String(port), DEBUG: "false" },
    ...{ MODEL_VERSION: "v1.0", MODEL_PATH: model("digit_classifier_v1.onnx"), SECRET_API_KEY: options.key },
    ...{ RATE_LIMIT_CLASSIFY: "0", RATE_LIMIT_GENERAL: "0" },
    ...(databaseUrl === undefined
      ? { PERSISTENCE: "none" }
      : { PERSISTENCE: "strict", DATABASE_URL: databaseUrl, DB_PASSWORD: "" }),
  }
  if (databaseUrl !== undefined)
    await execa(process.execPath, ["dist/scripts/migrate.js"], { cwd: service, env, stdin: "ignore" })
  return start({ name: "service", cwd: service, argv: [process.execPath, "dist/main.js"], env, port }, options)
}

/** The lecture's stack, with one of its two kinds of handler. */
export async function startPeer(handler: "sync" | "async", options: ServerOptions): Promise<Server> {
  const port = await freePort()
  const argv = [PYTHON, "-m", "uvicorn", `peer.${handler}_app:app`, "--port", String(port)]
  const env = {
    ...{ SECRET_API_KEY: options.key, MODEL_PATH: model("digit_classifier_v1.pkl"), PYTHONDONTWRITEBYTECODE: "1" },
    ...(options.databaseUrl === undefined ? {} : { DATABASE_URL: options.databaseUrl }),
  }
  const cwd = path.join(projectFolder("test"), "fixtures", "fastapi-peer")
  return start({ name: `peer, ${handler}`, cwd, argv, env, port }, options)
}

/** Node's own HTTP server that only parses the body. */
export async function startFloor(options: ServerOptions): Promise<Server> {
  const port = await freePort()
  const cwd = path.join(projectFolder("test"), "fixtures", "bare-http")
  const argv = [process.execPath, "server.mjs"]
  return start({ name: "floor", cwd, argv, env: { PORT: String(port) }, port, classifies: false }, options)
}

function model(file: string): string {
  return path.join(projectFolder("reference-app"), "model", "v1.0", file)
}

/** Every server writes its access log to /dev/null: writing is part of its work, a disk is not. */
async function start(program: Program, { folder }: ServerOptions): Promise<Server> {
  const { name, cwd, argv, env, port, classifies = true } = program
  const errors = path.join(folder, `${name.replaceAll(/\W+/g, "-")}-${port}.log`)
  const [accessLog, errorLog] = [openSync("/dev/null", "w"), openSync(errors, "w")]
  const [command = "", ...args] = argv
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", accessLog, errorLog],
  })
  closeSync(accessLog)
  closeSync(errorLog)
  const ended = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message))
    child.once("exit", (code, signal) => resolve(`it ended with ${code ?? signal}`))
  })
  const stop = async (): Promise<void> => {
    child.kill("SIGTERM")
    const kill = setTimeout(() => child.kill("SIGKILL"), STOP_MS)
    await ended
    clearTimeout(kill)
  }
  const url = `http://127.0.0.1:${port}`
  const { pid } = child
  const problem = await Promise.race([ended, answering(`${url}/health`)])
  if (problem === undefined && pid !== undefined) return { name, url, pid, classifies, stop }
  await stop()
  throw new Error(`${name} cannot be measured: ${problem}\n${readFileSync(errors, "utf8").slice(-3000)}`)
}

/** @returns what is wrong, or nothing once the address answers */
async function answering(url: string): Promise<string | undefined> {
  const deadline = performance.now() + START_MS
  while (performance.now() < deadline) {
    if (await answers(url)) return undefined
    await sleep(100)
  }
  return `it did not answer within ${START_MS / 1000} s`
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2000) })).ok
  } catch {
    // Not listening yet: the caller asks again until its own deadline.
    return false
  }
}
