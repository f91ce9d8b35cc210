import { z } from "zod"
import { journal, type Journal } from "./journals.js"
import { CATCH_UP_TAGS, catchUpTag } from "./targets.js"

const PLACES = ["absent", "other", "closed", "folder", "broken", "repository"] as const
const STATES = ["set", "empty", "placeholder", "missing"] as const

const count = z.coerce.number().int().nonnegative()
const commit = z.string().regex(/^([0-9a-f]{40,64})?$/)
const room = z
  .string()
  .regex(/^\S+ \d+ (\d+|-)$/)
  .transform((text) => {
    const [device = "", bytes = "0", files = "-"] = text.split(" ")
    return { device, bytes: Number(bytes), files: files === "-" ? undefined : Number(files) }
  })

/** What one look at a host told. All of it comes from the host and is untrusted. */
const lookFacts = z.object({
  user: z.string().min(1),
  group: z.string().min(1),
  home: z.string().startsWith("/"),
  git: z.literal("yes").optional(),
  node: z.string().optional(),
  missing: z.array(z.string()),
  room_repo: room,
  room_home: room,
  identity_name: z.string().default(""),
  identity_email: z.string().default(""),
  journal: z.array(journal),
  unit_load: z.string().default(""),
  unit_file: z.string().default(""),
  unit_active: z.string().default(""),
  unit_same: z.literal("yes").optional(),
  unit_read: z.literal("yes").optional(),
  releases: z.literal("yes").optional(),
  place: z.enum(PLACES),
  foreign: count.default(0),
  size: count.default(0),
  entries: count.default(0),
  env: z.array(
    z
      .string()
      .transform((line) => line.split(" "))
      .pipe(z.tuple([z.string(), z.enum(STATES)])),
  ),
  env_mode: z.string().optional(),
  worktree: z.literal("yes").optional(),
  git_running: z.literal("yes").optional(),
  head: commit.default(""),
  branch: z.string().default(""),
  main: commit.default(""),
  operation: z.array(z.string()),
  unreadable: z.literal("yes").optional(),
  clean: z.literal("yes").optional(),
  changed: count.default(0),
  untracked: count.default(0),
  tag: z.array(
    z
      .string()
      .transform((line) => line.split(" "))
      .pipe(z.tuple([z.string(), z.string()])),
  ),
  origin: z.string().default(""),
  origin_push: z.string().default(""),
  upstream: z.string().default(""),
  dependencies: z.literal("yes").optional(),
  built: z.literal("yes").optional(),
  model: z.literal("yes").optional(),
})
export type LookFacts = z.infer<typeof lookFacts>

const journalFacts = lookFacts.pick({ user: true, group: true, home: true }).extend({ journal: z.array(journal) })

const databaseFacts = z.object({
  postgres: z.enum(["absent", "stopped", "running"]),
  role: z.literal("yes").optional(),
  database_size: count.optional(),
  table: z.literal("yes").optional(),
})
export type DatabaseFacts = z.infer<typeof databaseFacts>

const remoteFacts = z.object({
  answered: z.literal("yes").optional(),
  problem: z.string().default(""),
  ssh_keys: count.default(0),
  ref: z.array(
    z
      .string()
      .transform((line) => line.split(" "))
      .pipe(z.tuple([z.string(), z.string()])),
  ),
})
export type RemoteFacts = z.infer<typeof remoteFacts>

const waysFacts = z.object({ no_way: z.array(z.string()), no_package: z.array(z.string()) })
export type WaysFacts = z.infer<typeof waysFacts>

/** Names that may come several times, or not at all. */
const LISTS = ["missing", "journal", "env", "operation", "tag", "ref", "no_way", "no_package"]

/** Reads what a script printed with `fact`. @throws ZodError when the host told something else than was asked */
export const readLook = (stdout: string): LookFacts => lookFacts.parse(collect(stdout))
export const readJournals = (stdout: string): { user: string; group: string; home: string; journal: Journal[] } =>
  journalFacts.parse(collect(stdout))
export const readDatabase = (stdout: string): DatabaseFacts => databaseFacts.parse(collect(stdout))
export const readRemote = (stdout: string): RemoteFacts => remoteFacts.parse(collect(stdout))
export const readWays = (stdout: string): WaysFacts => waysFacts.parse(collect(stdout))

function collect(stdout: string): Record<string, string | string[]> {
  const found: Record<string, string | string[]> = Object.fromEntries(LISTS.map((name) => [name, []]))
  for (const line of stdout.split("\n")) {
    const at = line.indexOf("=")
    if (at <= 0) continue
    const [name, value] = [line.slice(0, at), line.slice(at + 1)]
    const list = found[name]
    if (Array.isArray(list)) list.push(value)
    else found[name] ??= value
  }
  return found
}

/** The newest tag of the course that is among a host's tags; for the words of a plan. */
export function newestTag(facts: LookFacts): string | undefined {
  return [...CATCH_UP_TAGS].reverse().find((tag) => facts.tag.some(([name]) => catchUpTag.safeParse(name).data === tag))
}
