import { userInfo } from "node:os"
import type { HostRole } from "../engine/observation.js"
import type { Host, HostEntry, SecretReference, SshTarget } from "./inventory.js"
import { expandPath } from "./paths.js"
import type { SshConfigLookup } from "./ssh-config.js"

const CONNECT_MS = 10_000
const JUMP_DEPTH = 8

/** What an entry of course.yaml means, together with ~/.ssh/config. What course.yaml says wins. */
export function resolveHost(
  role: HostRole,
  entry: HostEntry,
  { base, home, lookup }: { base: string; home: string; lookup: () => SshConfigLookup },
): Host {
  const path = (each: string): string => expandPath(each, base, home)
  const sudoPassword: SecretReference | undefined = entry.sudoPasswordFile
    ? { file: path(entry.sudoPasswordFile) }
    : entry.sudoPasswordEnv
      ? { env: entry.sudoPasswordEnv }
      : undefined
  const shared = { role, ...(sudoPassword ? { sudoPassword } : {}) }
  if ((entry.transport ?? (role === "laptop" ? "local" : "ssh")) === "local") {
    return {
      ...shared,
      transport: "local",
      user: entry.user ?? userInfo().username,
      connectTimeoutMs: entry.connectTimeoutMs ?? CONNECT_MS,
      ...(entry.proxyCommand === undefined ? {} : { proxyCommand: entry.proxyCommand }),
    }
  }
  const name = entry.address ?? role
  const config = lookup()(name, entry.user)
  const direct = entry.proxyCommand === undefined && entry.jump === undefined
  const named = [entry.identityFile ?? [], entry.identityFiles ?? []].flat().map(path)
  const identityAgent =
    entry.identityAgent === undefined || entry.identityAgent === "none"
      ? entry.identityAgent
      : path(entry.identityAgent)
  const { password, knownHostsFile } = entry
  return {
    ...shared,
    transport: "ssh",
    ...target(name, config, direct),
    ...(entry.port === undefined ? {} : { port: entry.port }),
    ...(entry.user === undefined ? {} : { user: entry.user }),
    ...(named.length === 0 ? {} : { identityFiles: named }),
    ...(identityAgent === undefined ? {} : { identityAgent }),
    ...(entry.proxyCommand === undefined ? {} : { proxyCommand: entry.proxyCommand }),
    ...(password === undefined ? {} : { password: "file" in password ? { file: path(password.file) } : password }),
    ...(knownHostsFile === undefined ? {} : { knownHostsFile: path(knownHostsFile) }),
    jumps: entry.proxyCommand === undefined ? jumps([entry.jump ?? config.proxyJump].flat(), lookup(), JUMP_DEPTH) : [],
    connectTimeoutMs: entry.connectTimeoutMs ?? config.connectTimeoutMs ?? CONNECT_MS,
  }
}

function target(name: string, config: ReturnType<SshConfigLookup>, direct: boolean): SshTarget {
  const { hostName, port = 22, user = userInfo().username, identityFiles, identitiesOnly } = config
  return {
    address: hostName,
    port,
    user,
    identityFiles,
    identitiesOnly,
    ...(config.identityAgent === undefined ? {} : { identityAgent: config.identityAgent }),
    ...(config.hostKeyAlias === undefined ? {} : { hostKeyAlias: config.hostKeyAlias }),
    ...(direct && config.proxyCommand !== undefined ? { proxyCommand: config.proxyCommand } : {}),
  }
}

/** The hosts on the way, each of which may itself be an alias; the first one may have a way of its own. */
function jumps(list: readonly string[], lookup: SshConfigLookup, depth: number): SshTarget[] {
  if (depth === 0) return []
  return list.flatMap((text, index) => {
    const match = /^(?:([^@]+)@)?(\[[^\]]+\]|[^:]+)(?::(\d+))?$/.exec(text.trim())
    const [, user, host = text, port] = match ?? []
    const config = lookup(host.replace(/^\[|\]$/g, ""), user)
    const jump: SshTarget = {
      ...target(host.replace(/^\[|\]$/g, ""), config, index === 0),
      ...(user === undefined ? {} : { user }),
      ...(port === undefined ? {} : { port: Number(port) }),
    }
    return index === 0 ? [...jumps(config.proxyJump, lookup, depth - 1), jump] : [jump]
  })
}
