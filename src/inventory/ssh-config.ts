import { existsSync, readdirSync, readFileSync } from "node:fs"
import { homedir, userInfo } from "node:os"
import { dirname, join } from "node:path"
import SSHConfig from "ssh-config"
import { CourseError } from "../errors/course-error.js"
import { expandPath } from "./paths.js"

const INCLUDE_DEPTH = 16

/** What ~/.ssh/config says about one host, with tokens and paths resolved. */
export interface SshConfigEntry {
  hostName: string
  port: number | undefined
  user: string | undefined
  /** Those that exist: like ssh, course passes over the others. */
  identityFiles: string[]
  identitiesOnly: boolean
  identityAgent: string | undefined
  hostKeyAlias: string | undefined
  proxyCommand: string | undefined
  /** `[user@]host[:port]`, in order. */
  proxyJump: string[]
  connectTimeoutMs: number | undefined
}

/** Looks a name up in the SSH configuration of the account. */
export type SshConfigLookup = (name: string, user: string | undefined) => SshConfigEntry

/**
 * Reads ~/.ssh/config, with what it includes.
 * @throws CourseError COURSE_CONFIG_INVALID when it cannot be parsed
 */
export function readSshConfig(home = homedir(), env: NodeJS.ProcessEnv = process.env): SshConfigLookup {
  const folder = join(home, ".ssh")
  const file = join(folder, "config")
  const text = expandIncludes(file, { folder, home, depth: 0, context: "Host *" })
  let config: SSHConfig
  try {
    config = SSHConfig.parse(text)
  } catch (error) {
    throw new CourseError("COURSE_CONFIG_INVALID", `${file} cannot be understood: ${String(error)}.`, {
      hint: "Try `ssh -G prod`, which names the line.",
      cause: error,
    })
  }
  return (name, user) => {
    const found: Record<string, unknown> = config.compute(
      user === undefined ? { Host: name } : { Host: name, User: user },
      {
        ignoreCase: true,
      },
    )
    const one = (key: string): string | undefined => {
      const value: unknown = found[key]
      const first: unknown = Array.isArray(value) ? value[0] : value
      return typeof first === "string" && first !== "" ? first : undefined
    }
    const many = (key: string): string[] => {
      const value: unknown = found[key]
      return (Array.isArray(value) ? value : [value]).filter((each): each is string => typeof each === "string")
    }
    const unlessNone = (value: string | undefined): string | undefined =>
      value?.toLowerCase() === "none" ? undefined : value
    const hostName = (one("hostname") ?? name).replaceAll("%h", name)
    const tokens = { h: hostName, d: home, u: userInfo().username, r: user ?? one("user") ?? userInfo().username }
    const seconds = Number(one("connecttimeout"))
    return {
      hostName,
      port: one("port") === undefined ? undefined : Number(one("port")),
      user: one("user"),
      identityFiles: many("identityfile")
        .map((path) => expandPath(fillTokens(path, tokens), home, home))
        .filter((path) => existsSync(path)),
      identitiesOnly: one("identitiesonly")?.toLowerCase() === "yes",
      identityAgent: agentPath(one("identityagent"), tokens, home, env),
      hostKeyAlias: one("hostkeyalias"),
      proxyCommand: unlessNone(rawCommand(found["proxycommand"])),
      proxyJump: unlessNone(one("proxyjump"))?.split(/\s*,\s*/) ?? [],
      connectTimeoutMs: Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : undefined,
    }
  }
}

/** The aliases that ~/.ssh/config gives, in order: names without wildcards. */
export function sshConfigAliases(home = homedir()): string[] {
  const folder = join(home, ".ssh")
  const text = expandIncludes(join(folder, "config"), { folder, home, depth: 0, context: "Host *" })
  const names = text.split("\n").flatMap((line) => words(/^\s*Host[\s=]+(.+)$/i.exec(line)?.[1] ?? ""))
  return [...new Set(names.filter((name) => !/[*?!]/.test(name)))]
}

/** A command is one text for the shell, whatever a parser made of its words. */
function rawCommand(value: unknown): string | undefined {
  if (Array.isArray(value)) return value.filter((each) => typeof each === "string").join(" ")
  return typeof value === "string" ? value : undefined
}

function agentPath(
  value: string | undefined,
  tokens: Record<string, string>,
  home: string,
  env: NodeJS.ProcessEnv,
): string | undefined {
  if (value === undefined || value === "SSH_AUTH_SOCK") return undefined
  if (value === "none") return value
  if (value.startsWith("$")) return env[value.slice(1).replace(/^\{(.*)\}$/, "$1")]
  return expandPath(fillTokens(value, tokens), home, home)
}

function fillTokens(text: string, tokens: Record<string, string>): string {
  return text.replace(/%([a-z%])/g, (whole, token: string) => (token === "%" ? "%" : (tokens[token] ?? whole)))
}

/**
 * The text of a file with included files in their places. After each, the section goes on in which it was included: this is how ssh
 * reads it, but for sections of a file that is itself included inside a section.
 */
function expandIncludes(
  file: string,
  { folder, home, depth, context }: { folder: string; home: string; depth: number; context: string },
): string {
  if (depth > INCLUDE_DEPTH || !existsSync(file)) return ""
  let text: string
  try {
    text = readFileSync(file, "utf8")
  } catch (error) {
    throw new CourseError("COURSE_CONFIG_INVALID", `${file} cannot be read.`, {
      hint: "Correct its owner and mode.",
      cause: error,
    })
  }
  return text
    .split(/\r?\n/)
    .map((line) => {
      if (/^\s*(Host|Match)[\s=]/i.test(line)) context = line
      const include = /^\s*Include[\s=]+(.+)$/i.exec(line)
      if (!include?.[1]) return line
      const files = words(include[1]).flatMap((pattern) => matching(expandPath(pattern, folder, home)))
      return [...files.map((each) => expandIncludes(each, { folder, home, depth: depth + 1, context })), context].join(
        "\n",
      )
    })
    .join("\n")
}

function words(text: string): string[] {
  return [...text.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? "")
}

/** Files whose name matches; ssh too knows wildcards, which people use in the last part of the path. */
function matching(pattern: string): string[] {
  const folder = dirname(pattern)
  const name = pattern.slice(folder.length + 1)
  if (!/[*?]/.test(name)) return [pattern]
  if (!existsSync(folder)) return []
  const source = name
    .replace(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll("*", ".*")
    .replaceAll("?", ".")
  return readdirSync(folder)
    .filter((each) => new RegExp(`^${source}$`).test(each) && !each.startsWith("."))
    .sort()
    .map((each) => join(folder, each))
}
