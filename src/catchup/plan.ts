import { newestTag, type DatabaseFacts, type LookFacts, type RemoteFacts } from "./facts.js"
import { openJournal } from "./journals.js"
import type { EnvRule } from "./env-rules.js"
import type { ReferenceState } from "./reference-state.js"
import { needsOf, type CatchUpRole } from "./targets.js"

/** What was seen of one host, and what is wanted of it. */
export interface HostView {
  role: CatchUpRole
  facts: LookFacts
  database: DatabaseFacts
  /** What the student's repository says to this host. */
  remote?: RemoteFacts
  /** What `origin` is to be. */
  origin: string
  rules: readonly EnvRule[]
}

export const LAYERS = [
  "account",
  "files",
  "remote",
  ".env",
  "packages",
  "dependencies",
  "model",
  "database",
  "service",
] as const
export type Layer = (typeof LAYERS)[number]

/** A layer of a host: what is going to change, or why nothing is. */
export interface LayerPlan {
  layer: Layer
  changes: string[]
}

/** What is done on a host, and how that is told. */
export interface HostPlan {
  role: CatchUpRole
  layers: LayerPlan[]
  /** A catch-up that was cut: it goes on, with the backup that it made. */
  resumes: string | undefined
  account: boolean
  needsKey: boolean
  packages: string[]
  files: boolean
  push: boolean
  env: boolean
  setup: boolean
  /** The folders of dependencies are made anew. */
  renews: boolean
  stopService: boolean
  removeUnit: boolean
}

/** Compares what is with what the tag wants. Pure: the same views give the same plan. */
export function planHost(view: HostView, reference: ReferenceState): HostPlan {
  const { role, facts, database } = view
  const needs = needsOf(reference.tag, role)
  const resumes = openJournal(facts.journal)
  const account = accountChanges(view)
  const files = filesChanges(view, reference)
  const moves = files.tree.length > 0
  const remote = role === "dev" && view.remote ? remoteChanges(view.remote, reference) : []
  const env = needs.setup ? envChanges(view) : []
  const packages = facts.missing
  const cut = resumes !== undefined && resumes.marks.has("begun") && !resumes.marks.has("set-up")
  const dependencies =
    needs.setup && (moves || facts.dependencies === undefined || (needs.build && facts.built === undefined) || cut)
  const model = needs.model && (facts.model === undefined || moves)
  const tables = needs.database && !(database.role && database.database_size !== undefined && database.table)
  const service = serviceChanges(view, needs.service, moves || dependencies || env.length > 0)
  const setup =
    needs.setup &&
    (dependencies || model || tables || env.length > 0 || packages.length > 0 || (needs.service && service.length > 0))
  const removeUnit = role === "prod" && !needs.service && isInstalled(facts)
  return {
    role,
    layers: [
      { layer: "account", changes: account.lines },
      { layer: "files", changes: [...files.tree, ...files.settings] },
      { layer: "remote", changes: remote },
      { layer: ".env", changes: env },
      { layer: "packages", changes: packages.length > 0 ? [`installs ${packages.join(", ")}`] : [] },
      { layer: "dependencies", changes: setup ? ["installs what the lock file pins, by setup-server.sh"] : [] },
      { layer: "model", changes: model ? ["fetches the release that .env names"] : [] },
      { layer: "database", changes: tables ? [databaseChange(database)] : [] },
      { layer: "service", changes: service },
    ],
    resumes: resumes?.id,
    account: account.lines.length > 0,
    needsKey: account.needsKey,
    packages,
    files: moves || files.settings.length > 0,
    push: remote.length > 0,
    env: env.length > 0,
    setup,
    renews: dependencies,
    stopService: role === "prod" && facts.unit_active === "active" && (moves || setup || removeUnit),
    removeUnit,
  }
}

/** Is anything to be done at all? An open catch-up has to be closed even when nothing is left of it. */
export function isDone(plans: readonly HostPlan[]): boolean {
  return plans.every(
    ({ layers, resumes }) => resumes === undefined && layers.every(({ changes }) => changes.length === 0),
  )
}

export function isInstalled({ unit_load }: LookFacts): boolean {
  return unit_load !== "" && unit_load !== "not-found"
}

/** Does the Git host know none of the keys that dev offers? */
export function isRefused({ problem }: RemoteFacts): boolean {
  return /publickey|permission denied|denied/i.test(problem)
}

function accountChanges({ role, facts, remote }: HostView): { lines: string[]; needsKey: boolean } {
  if (role !== "dev") return { lines: [], needsKey: false }
  const lines: string[] = []
  if (facts.identity_name === "" || facts.identity_email === "")
    lines.push("sets user.name and user.email where they are missing")
  const needsKey = remote !== undefined && isRefused(remote)
  if (needsKey) lines.push("makes a key for the Git host where there is none; you register its public half")
  return { lines, needsKey }
}

function filesChanges(
  { facts, origin, role }: HostView,
  reference: ReferenceState,
): { tree: string[]; settings: string[] } {
  const { commit, tags } = reference.hosts[role]
  const name = commit === reference.main ? reference.tag : `the commit of ${reference.tag} that fetches the model`
  const tree: string[] = []
  const settings: string[] = []
  if (facts.place === "absent") tree.push(`makes the repository at ${name}`)
  else if (facts.place === "folder" || facts.place === "broken" || facts.place === "closed")
    tree.push(`makes the folder with ${facts.entries} entries a repository at ${name}`)
  else if (facts.head !== commit || facts.main !== commit) {
    const newest = newestTag(facts)
    const from =
      facts.head === ""
        ? "nothing committed"
        : `${short(facts.head)}${newest === undefined ? "" : ` (has tags up to ${newest})`}`
    tree.push(`${from} -> ${name} (${short(commit)}); what lies on no other branch stays on a backup branch`)
  }
  if (facts.operation.length > 0) tree.push(`ends what is in progress: ${facts.operation.join(", ")}`)
  if (facts.place === "repository") {
    if (facts.changed + facts.untracked > 0)
      tree.push(`puts ${facts.changed} changed and ${facts.untracked} untracked entries into a stash`)
    else if (facts.clean === undefined) tree.push("Git cannot read the tree as it is")
    if (facts.branch !== "main")
      settings.push(facts.branch === "" ? "HEAD is detached -> main" : `HEAD is on ${facts.branch} -> main`)
    const wrong = tags.filter(({ name, object }) => !facts.tag.some(([tag, at]) => tag === name && at === object))
    if (wrong.length > 0) settings.push(`sets ${names(wrong)}; tags of your own of that name are kept out of sight`)
    const later = reference.later.filter(({ name, object }) =>
      facts.tag.some(([tag, at]) => tag === name && at === object),
    )
    if (later.length > 0) settings.push(`deletes the reference's later tags here: ${names(later)}`)
    if (facts.origin !== origin || facts.origin_push !== "")
      settings.push(`origin: ${facts.origin || "none"} -> ${origin}`)
    else if (facts.upstream !== "origin refs/heads/main") settings.push("main follows origin/main")
  }
  if (facts.foreign > 0)
    settings.push(`gives ${facts.foreign === 200 ? "200 or more" : facts.foreign} files back to ${facts.user}`)
  return { tree, settings }
}

function remoteChanges({ ref }: RemoteFacts, { main, tags }: ReferenceState): string[] {
  const at = (name: string): string | undefined => ref.find(([, each]) => each === name)?.[0]
  const is = at("refs/heads/main")
  const wrong = tags.filter(({ name, object }) => at(`refs/tags/${name}`) !== object)
  return [
    ...(is === main
      ? []
      : [
          `main: ${is === undefined ? "none" : short(is)} -> ${short(main)}; an old main stays there as a backup branch`,
        ]),
    ...(wrong.length > 0 ? [`pushes the tags ${names(wrong)}, and no later one`] : []),
  ]
}

function envChanges({ facts, rules }: HostView): string[] {
  const state = new Map(facts.env)
  const those = (...states: string[]): string[] =>
    rules.filter(({ name }) => states.includes(state.get(name) ?? "missing")).map(({ name }) => name)
  const [missing, open] = [those("missing"), those("empty", "placeholder")]
  const closes = facts.env_mode !== undefined && !/00$/.test(facts.env_mode)
  return [
    ...(missing.length > 0 ? [`adds ${missing.join(", ")}`] : []),
    ...(open.length > 0 ? [`fills in ${open.join(", ")}`] : []),
    ...(closes ? [`closes it to other accounts (mode ${facts.env_mode})`] : []),
  ]
}

function serviceChanges({ role, facts }: HostView, needed: boolean, restarts: boolean): string[] {
  if (role !== "prod") return []
  if (!needed) return isInstalled(facts) ? ["stops the service and removes its unit: this state has none"] : []
  if (facts.unit_same === undefined || facts.unit_file !== "enabled") return ["installs, enables and starts the unit"]
  if (facts.unit_active !== "active" || facts.unit_read === undefined) return ["starts the service"]
  return restarts ? ["restarts the service"] : []
}

function databaseChange({ postgres, role, database_size }: DatabaseFacts): string {
  if (postgres !== "running") return "makes role, database and table"
  return database_size === undefined
    ? `makes ${role ? "" : "the role and "}the database and its table`
    : "completes role and table; rows stay"
}

function names(tags: readonly { name: string }[]): string {
  return tags.map(({ name }) => name).join(", ")
}

export function short(commit: string): string {
  return commit.slice(0, 8)
}
