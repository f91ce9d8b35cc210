import { settings } from "../../engine/context.js"
import { suggest } from "../suggest.js"

export const ROLES = ["dev", "prod"] as const

const STUDENT = ["id", "name", "email", "group", "track", "ects", "public_key", "public_key_file", "note"] as const
const HOST = [
  "host",
  "port",
  "user",
  "key",
  "agent",
  "jump",
  "proxy_command",
  "known_hosts",
  "password_env",
  "password_file",
  "sudo_password_env",
  "sudo_password_file",
] as const
export type HostField = (typeof HOST)[number]

/** Other words for fields that lists of students and SSH itself use. */
const ALIASES: Readonly<Record<string, string>> = {
  student_id: "id",
  matrikelnummer: "id",
  full_name: "name",
  e_mail: "email",
  mail: "email",
  gruppe: "group",
  public_keys: "public_key",
  address: "host",
  hostname: "host",
  identity_file: "key",
  key_file: "key",
  identity_agent: "agent",
  jump_host: "jump",
  proxy_jump: "jump",
  known_hosts_file: "known_hosts",
}
const SETTINGS = Object.keys(settings.shape)

/** What the name of a column or key means. */
export type Meaning =
  /** One field, or the field of both machines; the latter gives way to one that names its machine. */
  { readonly fields: readonly string[]; readonly shared: boolean } | { readonly fault: string }

/** Reads the name of a column or of a key in YAML: `dev_host`, `dev.host`, `E-Mail`, `settings.prodPort`. */
export function meaningOf(written: string): Meaning {
  const setting = /^settings?[._ ](.+)$/i.exec(written.trim())?.[1]
  if (setting !== undefined) return settingOf(setting)
  const name = normalized(written)
  const [, role, rest] = /^(dev|prod)_(.+)$/.exec(name) ?? []
  const plain = ALIASES[rest ?? name] ?? rest ?? name
  if (isSecret(plain)) return { fault: secretRemedy(role ?? "dev", plain) }
  const isHost = HOST.some((each) => each === plain)
  if (role !== undefined && isHost) return { fields: [`${role}_${plain}`], shared: false }
  if (role === undefined && STUDENT.some((each) => each === plain)) return { fields: [plain], shared: false }
  if (role === undefined && plain === "host")
    return { fault: "it is not said of which machine; write dev_host or prod_host." }
  if (role === undefined && isHost) return { fields: ROLES.map((each) => `${each}_${plain}`), shared: true }
  const known = [...STUDENT, ...ROLES.flatMap((each) => HOST.map((field) => `${each}_${field}`)), "settings.NAME"]
  return { fault: `it is not known; ${suggest(name, known)} A column called note may hold anything.` }
}

function settingOf(written: string): Meaning {
  const bare = (text: string): string => text.toLowerCase().replace(/[\s_-]/g, "")
  const found = SETTINGS.find((each) => bare(each) === bare(written))
  if (found !== undefined) return { fields: [`settings.${found}`], shared: false }
  return { fault: `there is no such setting; ${suggest(written, SETTINGS)}` }
}

/** `E-Mail`, `proxyCommand` and `dev.host` as `e_mail`, `proxy_command`, `dev_host`. */
function normalized(written: string): string {
  return written
    .trim()
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .replace(/[\s.-]+/g, "_")
}

/** Does a field by this name hold a secret itself, and not where one is? */
function isSecret(plain: string): boolean {
  return /passw|passphrase|pwd|secret|private_key|^pin$/.test(plain) && !/_(env|file)$/.test(plain)
}

function secretRemedy(role: string, plain: string): string {
  const field = plain.includes("sudo") ? "sudo_password" : "password"
  return `a roster holds no secrets. Remove the column, and change what stood there. Name an environment variable in ${role}_${field}_env or a file in ${role}_${field}_file, or log in with a key of an agent.`
}
