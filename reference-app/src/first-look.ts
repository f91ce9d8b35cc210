import { randomBytes } from "node:crypto"
import { once } from "node:events"
import { readdirSync } from "node:fs"
import { createServer } from "node:net"
import { homedir } from "node:os"
import { join } from "node:path"

/** Where the service can be looked at, and what was chosen for it because nobody had. */
export interface FirstLook {
  readonly settings: Readonly<Record<string, string>>
  /** What a person should know about these choices, one line each. */
  readonly notes: readonly string[]
}

const HOST = "127.0.0.1"
const FIRST_PORT = 8000
const PORTS_TRIED = 20
const MODEL_FILE = /^digit_classifier_(v\d+)\.onnx$/

/**
 * Settings for a first look at the service: for each that `given` does not have, one that needs nothing prepared. The
 * service itself never chooses like this.
 * @param root the folder of the project, where models are looked for.
 * @throws FirstLookError when there is no model or no free port.
 */
export async function chooseFirstLook(given: NodeJS.ProcessEnv, root: string): Promise<FirstLook> {
  const settings: Record<string, string> = {}
  const notes: string[] = []
  const choose = (name: string, value: () => string, note?: (value: string) => string): void => {
    if (given[name] !== undefined) return
    settings[name] = value()
    if (note) notes.push(note(settings[name]))
  }

  if (given.MODEL_PATH === undefined || given.MODEL_VERSION === undefined) {
    const model = newestModel(root)
    settings.MODEL_PATH = model.path
    settings.MODEL_VERSION = model.release
    notes.push(`Model ${model.release} from ${model.path}`)
  }
  if (given.PERSISTENCE !== "none") {
    choose(
      "DATABASE_URL",
      () => `pglite:${join(stateFolder(given), "pglite")}`,
      (url) => `An embedded PostgreSQL keeps the rows in ${url.slice("pglite:".length)}`,
    )
  }
  choose(
    "SECRET_API_KEY",
    () => randomBytes(16).toString("hex"),
    (key) => `Key for this run (header X-API-Key): ${key}`,
  )
  choose("FRONTEND", () => "on")
  choose(
    "BROWSER_KEY",
    () => "on",
    () => "The page needs no key: it may ask under /ui (BROWSER_KEY=on)",
  )
  choose("RATE_LIMIT_GENERAL", () => "600")
  choose("LOG_LEVEL", () => "warn")
  choose("HOST", () => HOST)
  if (given.PORT === undefined) {
    const port = await firstFreePort(given.HOST ?? HOST)
    settings.PORT = String(port)
    if (port !== FIRST_PORT) notes.push(`Port ${FIRST_PORT} is taken by another program; this is ${port}`)
  }
  return { settings, notes }
}

/** There is nothing to look at; the message says what is missing. */
export class FirstLookError extends Error {
  override readonly name = "FirstLookError"
}

/** What setup-server.sh fetched into models/ comes first, then the releases that lie in model/. */
function newestModel(root: string): { release: string; path: string } {
  const folders = [join(root, "models"), ...list(join(root, "model")).map((name) => join(root, "model", name))]
  const files = folders.flatMap((folder) => list(folder).map((name) => ({ folder, name })))
  const found = files
    .flatMap(({ folder, name }) => {
      const version = MODEL_FILE.exec(name)?.[1]
      return version ? [{ release: `${version}.0`, path: join(folder, name), number: Number(version.slice(1)) }] : []
    })
    .sort((a, b) => b.number - a.number)[0]
  if (!found) throw new FirstLookError("There is no model in models/ or model/; setup-server.sh fetches one.")
  return found
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return [] // a file, or not there: either way it holds no model
  }
}

function stateFolder({ XDG_STATE_HOME }: NodeJS.ProcessEnv): string {
  return join(XDG_STATE_HOME || join(homedir(), ".local", "state"), "pixelwise")
}

async function firstFreePort(host: string): Promise<number> {
  for (let port = FIRST_PORT; port < FIRST_PORT + PORTS_TRIED; port++) if (await isFree(host, port)) return port
  throw new FirstLookError(
    `No port from ${FIRST_PORT} to ${FIRST_PORT + PORTS_TRIED - 1} is free; choose one with PORT.`,
  )
}

async function isFree(host: string, port: number): Promise<boolean> {
  const server = createServer()
  const outcome = Promise.race([once(server, "listening").then(() => true), once(server, "error").then(() => false)])
  server.listen(port, host)
  // A closed server emits neither, so the losing promise of the race stays quiet.
  const free = await outcome.catch(() => false)
  if (free) await new Promise((resolve) => server.close(resolve))
  return free
}
