import type { HostEntry, SecretReference } from "../inventory.js"
import type { FieldReader } from "./field-reader.js"
import { quoted } from "./raw.js"

/** What a row needs to know of this machine. */
export interface Surroundings {
  /** Whether a path, as it is written, names a file. */
  readonly isFile: (path: string) => boolean
  readonly env: NodeJS.ProcessEnv
}

const HOST_NAME = /^[\w.:%[\]-]+$/
const ACCOUNT = /^[a-z_][\w.-]*\$?$/i
const HOP = /^(?:[^@\s]+@)?(?:\[[^\]\s]+\]|[^:\s]+)(?::\d{1,5})?$/

/** How one machine of a student is reached; undefined where the row names none. */
export function readHost(role: "dev" | "prod", fields: FieldReader, around: Surroundings): HostEntry | undefined {
  const address = fields.matching(
    `${role}_host`,
    HOST_NAME,
    "Write a name or an address, without the account or the port.",
  )
  if (address === undefined) return undefined
  const port = fields.integer(`${role}_port`, 1, 65535)
  const user = fields.matching(`${role}_user`, ACCOUNT, "Write the name of the account, such as user.")
  const keys = readKeys(`${role}_key`, fields, around)
  const agent = fields.one(`${role}_agent`)
  const jump = readJump(`${role}_jump`, fields)
  const proxyCommand = fields.one(`${role}_proxy_command`)
  const knownHostsFile = fields.one(`${role}_known_hosts`)
  if (jump.length > 0 && proxyCommand !== undefined)
    fields.fault(`${role}_jump`, "a machine has a jump host or a proxy command, not both. Write - for one of them.")
  const password = readSecret(`${role}_password`, fields, around)
  const sudo = readSecret(`${role}_sudo_password`, fields, around)
  return {
    address,
    ...(port === undefined ? {} : { port }),
    ...(user === undefined ? {} : { user }),
    ...(keys.length === 0 ? {} : { identityFiles: keys }),
    ...(agent === undefined ? {} : { identityAgent: agent }),
    ...(jump.length === 0 ? {} : { jump }),
    ...(proxyCommand === undefined ? {} : { proxyCommand }),
    ...(knownHostsFile === undefined ? {} : { knownHostsFile }),
    ...(password === undefined ? {} : { password }),
    ...(sudo === undefined ? {} : "env" in sudo ? { sudoPasswordEnv: sudo.env } : { sudoPasswordFile: sudo.file }),
  }
}

function readKeys(field: string, fields: FieldReader, { isFile }: Surroundings): string[] {
  return fields.all(field).filter((path) => {
    // What is a key itself is not repeated in a message.
    if (/PRIVATE KEY|^ssh-|[\r\n]/.test(path))
      return fields.fault(field, "it has to be the path of a private key, not a key. Name the file, or use an agent.")
    if (isFile(path)) return true
    const advice = isFile(path.replace(/\.pub$/, "")) ? "Name the file without .pub." : "Correct the path."
    return fields.fault(field, `there is no file ${quoted(path)}. Paths begin at the folder of the roster. ${advice}`)
  })
}

function readJump(field: string, fields: FieldReader): string[] {
  const hops = fields.all(field).flatMap((text) => text.split(",").map((hop) => hop.trim()))
  const bad = hops.find((hop) => !HOP.test(hop))
  if (bad !== undefined) fields.fault(field, `${quoted(bad)} is no jump host. Write user@gateway.example:22.`)
  return bad === undefined ? hops : []
}

/** Where a secret is kept. What stands there is never repeated: it may be the secret itself. */
function readSecret(name: string, fields: FieldReader, { isFile, env }: Surroundings): SecretReference | undefined {
  const variable = fields.one(`${name}_env`)
  const file = fields.one(`${name}_file`)
  if (variable !== undefined && file !== undefined)
    return fields.fault(`${name}_env`, "a variable and a file are named. Write - for one of them.")
  if (variable !== undefined) {
    if (!/^[A-Za-z_]\w*$/.test(variable) || variable.length > 64)
      return fields.fault(`${name}_env`, "it has to be the name of an environment variable, such as SUDO_PASSWORD.")
    if (env[variable] === undefined) fields.warn(`${name}_env`, `the variable ${variable} is not set here.`)
    return { env: variable }
  }
  if (file === undefined) return undefined
  if (!isFile(file))
    return fields.fault(`${name}_file`, "there is no such file. Paths begin at the folder of the roster.")
  return { file }
}
