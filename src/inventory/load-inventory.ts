import { readFile } from "node:fs/promises"
import { homedir } from "node:os"
import { dirname, resolve } from "node:path"
import { isCollection, isNode, isPair, LineCounter, parseDocument, type Document } from "yaml"
import { z } from "zod"
import { settings } from "../engine/context.js"
import { CourseError } from "../errors/course-error.js"
import { hostEntry, inventoryFile, type Host, type Inventory, type InventoryFile } from "./inventory.js"
import { resolveHost } from "./resolve-host.js"
import { readSshConfig, type SshConfigLookup } from "./ssh-config.js"
import { suggest } from "./suggest.js"

/**
 * Reads and resolves course.yaml.
 * @throws CourseError COURSE_CONFIG_MISSING or COURSE_CONFIG_INVALID, the latter naming line, column and what was expected
 */
export async function loadInventory(
  path: string,
  { home = homedir(), env = process.env }: { home?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<Inventory> {
  let text: string
  try {
    text = await readFile(path, "utf8")
  } catch (error) {
    throw new CourseError("COURSE_CONFIG_MISSING", `${path} cannot be read.`, {
      hint: "Make one with `course init`, or name another with --inventory FILE.",
      cause: error,
    })
  }
  return resolveInventory(parseInventory(text, path), path, { home, env })
}

/** Parses the text of a course.yaml. @param path only for messages */
export function parseInventory(text: string, path: string): InventoryFile {
  const counter = new LineCounter()
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false })
  const [fault] = document.errors
  if (fault) {
    const { line, col } = counter.linePos(fault.pos[0])
    throw invalid([`${path}:${line}:${col}: ${fault.message}`])
  }
  const written: unknown = document.toJS() ?? {}
  const parsed = inventoryFile.safeParse(written)
  if (parsed.success) return withoutDefaults(parsed.data, written)
  throw invalid(parsed.error.issues.flatMap((issue) => describe(issue, document, counter, path)))
}

/** Only settings that a person wrote stand above what follows from the hosts; the course's defaults stand below it. */
function withoutDefaults(file: InventoryFile, written: unknown): InventoryFile {
  const own = z.object({ settings: z.record(z.string(), z.unknown()).optional() }).parse(written).settings ?? {}
  if (!file.settings) return file
  const kept = Object.entries(file.settings).filter(([key]) => Object.hasOwn(own, key))
  return { ...file, settings: Object.fromEntries(kept) }
}

/** Fills in defaults and what ~/.ssh/config adds. */
export function resolveInventory(
  file: InventoryFile,
  path: string,
  {
    home = homedir(),
    env = process.env,
    lookup,
  }: {
    home?: string
    env?: NodeJS.ProcessEnv
    /** ~/.ssh/config, where it was read before. */ lookup?: SshConfigLookup
  } = {},
): Inventory {
  let config = lookup
  const options = { base: dirname(resolve(path)), home, lookup: () => (config ??= readSshConfig(home, env)) }
  const dev = file.hosts.dev && resolveHost("dev", file.hosts.dev, options)
  const prod = file.hosts.prod && resolveHost("prod", file.hosts.prod, options)
  return {
    path,
    track: file.track ?? "typescript",
    hosts: {
      laptop: resolveHost("laptop", file.hosts.laptop ?? {}, options),
      ...(dev ? { dev } : {}),
      ...(prod ? { prod } : {}),
    },
    settings: settings.parse({
      ...(dev ? { devRepo: `${homeOf(dev.user)}/pixelwise` } : {}),
      ...(dev && addressOf(dev, file.hosts.dev?.address)
        ? { devAddress: addressOf(dev, file.hosts.dev?.address) }
        : {}),
      ...(prod && addressOf(prod, file.hosts.prod?.address)
        ? { prodAddress: addressOf(prod, file.hosts.prod?.address) }
        : {}),
      ...(prod ? { serviceUser: prod.user } : {}),
      ...file.settings,
    }),
  }
}

function homeOf(user: string): string {
  return user === "root" ? "/root" : `/home/${user}`
}

/** How the other machines call it: where course is told its address, that one. */
function addressOf(host: Host, written: string | undefined): string | undefined {
  return host.transport === "ssh" ? host.address : written
}

function invalid(faults: string[]): CourseError {
  return new CourseError("COURSE_CONFIG_INVALID", faults.join("\n"), {
    hint: "Every key is described in the README, section course.yaml; `course init` writes a valid file.",
  })
}

function describe(issue: z.core.$ZodIssue, document: Document, counter: LineCounter, path: string): string[] {
  const where = (keys: readonly PropertyKey[]): string => {
    const offset = offsetOf(document, keys)
    const { line, col } = counter.linePos(offset)
    return `${path}:${line}:${col}`
  }
  const name = issue.path.map(String).join(".")
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => {
      const advice = suggest(key, keysAt(issue.path))
      return `${where([...issue.path, key])}: unknown key ${name === "" ? key : `${name}.${key}`}; ${advice}`
    })
  }
  return [`${where(issue.path)}: ${name === "" ? "the file" : name}: ${issue.message.replace(/^Invalid input: /, "")}`]
}

/** The keys that may stand under a path of course.yaml. */
function keysAt(path: readonly PropertyKey[]): string[] {
  if (path.length === 0) return Object.keys(inventoryFile.shape)
  if (path[0] === "settings") return Object.keys(settings.shape)
  if (path.length === 1) return ["dev", "prod", "laptop"]
  return path.at(-1) === "password" ? ["env", "file"] : Object.keys(hostEntry.shape)
}

/** Where in the text a key stands, or the nearest thing above it that does. */
function offsetOf(document: Document, keys: readonly PropertyKey[]): number {
  let node: unknown = document.contents
  let offset = 0
  for (const key of keys) {
    if (!isCollection(node)) break
    const pair = node.items.find((item) => isPair(item) && isNode(item.key) && String(item.key) === String(key))
    if (!isPair(pair)) break
    if (isNode(pair.key) && pair.key.range) offset = pair.key.range[0]
    node = pair.value
  }
  return offset
}
