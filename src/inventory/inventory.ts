import { z } from "zod"
import { settings, track } from "../engine/context.js"

const text = z.string().min(1)
const port = z.number().int().min(1).max(65535)

/** Where a secret is kept. A secret itself is never written into course.yaml. */
export const secretReference = z.union([z.strictObject({ env: text }), z.strictObject({ file: text })])
export type SecretReference = z.infer<typeof secretReference>

const oneOrMore = z.union([text, z.array(text)])

/** A host as a person writes it in course.yaml. */
export const hostEntry = z.strictObject({
  /** Name or address, or an alias of ~/.ssh/config. */
  address: text.optional(),
  port: port.optional(),
  user: text.optional(),
  identityFile: oneOrMore.optional(),
  identityFiles: oneOrMore.optional(),
  /** Path of the socket of an SSH agent; `none` asks no agent. */
  identityAgent: text.optional(),
  /** `local` for a role that is the machine that runs course. */
  transport: z.enum(["ssh", "local"]).optional(),
  /** A command whose input and output are the connection; %h, %p and %r are host, port and user. */
  proxyCommand: text.optional(),
  /** Hosts to go through, in order: `[user@]host[:port]`. */
  jump: oneOrMore.optional(),
  password: secretReference.optional(),
  sudoPasswordFile: text.optional(),
  sudoPasswordEnv: text.optional(),
  knownHostsFile: text.optional(),
  connectTimeoutMs: z.number().int().min(100).max(600_000).optional(),
})
export type HostEntry = z.infer<typeof hostEntry>

/** course.yaml as a person writes it. */
export const inventoryFile = z.strictObject({
  track: track.optional(),
  hosts: z.strictObject({ dev: hostEntry.optional(), prod: hostEntry.optional(), laptop: hostEntry.optional() }),
  settings: z.strictObject(settings.partial().shape).optional(),
})
export type InventoryFile = z.infer<typeof inventoryFile>

/** One place to log in at, with all that ~/.ssh/config adds. Paths are absolute. */
export const sshTarget = z.object({
  address: text,
  port,
  user: text,
  identityFiles: z.array(text),
  /** Only the identity files above are offered: neither other keys of the agent nor the usual files. */
  identitiesOnly: z.boolean(),
  identityAgent: text.optional(),
  /** The name under which the host key is kept; the address where there is none. */
  hostKeyAlias: text.optional(),
  proxyCommand: text.optional(),
})
export type SshTarget = z.infer<typeof sshTarget>

const common = {
  role: z.enum(["laptop", "dev", "prod"]),
  sudoPassword: secretReference.optional(),
  connectTimeoutMs: z.number(),
}

/** How a role is reached, with everything resolved. */
export const host = z.discriminatedUnion("transport", [
  z.object({
    ...common,
    transport: z.literal("ssh"),
    ...sshTarget.shape,
    /** Hosts to go through, in order. */
    jumps: z.array(sshTarget),
    password: secretReference.optional(),
    /** Stands in the place of the workspace's own known_hosts. */
    knownHostsFile: text.optional(),
  }),
  z.object({
    ...common,
    transport: z.literal("local"),
    user: text,
    /** Through which its TCP connections are made, where the machine itself has no route. */
    proxyCommand: text.optional(),
  }),
])
export type Host = z.infer<typeof host>
export type SshHost = Extract<Host, { transport: "ssh" }>
export type LocalHost = Extract<Host, { transport: "local" }>

/** The machines of one course, as all parts of the program see them. */
export const inventory = z.object({
  /** The file it was read from. */
  path: text,
  track,
  hosts: z.object({ laptop: host, dev: host.optional(), prod: host.optional() }),
  settings,
})
export type Inventory = z.infer<typeof inventory>
