import { newestTag, type DatabaseFacts, type RemoteFacts } from "./facts.js"
import { isInstalled, isRefused, type HostView } from "./host-view.js"
import type { ReferenceState } from "./reference-state.js"

/** Identity of dev, and its key for the Git host. */
export function accountChanges({ role, facts, remote }: HostView): { lines: string[]; needsKey: boolean } {
  if (role !== "dev") return { lines: [], needsKey: false }
  const lines: string[] = []
  if (facts.identity_name === "" || facts.identity_email === "")
    lines.push("sets user.name and user.email where they are missing")
  const needsKey = remote !== undefined && isRefused(remote)
  if (needsKey) lines.push("makes a key for the Git host where there is none; you register its public half")
  return { lines, needsKey }
}

/** What happens to tracked files (`tree`), and what to refs, settings and owners alone. */
export function filesChanges(
  { facts, origin, role }: HostView,
  reference: ReferenceState,
): { tree: string[]; settings: string[] } {
  const { commit, tags } = reference.hosts[role]
  const name = commit === reference.main ? reference.tag : `the commit of ${reference.tag} that fetches the model`
  const tree: string[] = []
  const settings: string[] = []
  if (facts.place === "absent") tree.push(`makes the repository at ${name}`)
  else if (facts.place === "broken" && facts.foreign > 0)
    tree.push(`${name}; Git can read the repository only once its files belong to ${facts.user} again`)
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

/** What the student's repository at the Git host gets. */
export function remoteChanges({ ref }: RemoteFacts, { main, tags }: ReferenceState): string[] {
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

/** Keys of `.env` that are added or filled in. */
export function envChanges({ facts, rules }: HostView): string[] {
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

/** What happens to the unit on prod. `restarts`: something that it runs from changes. */
export function serviceChanges({ role, facts }: HostView, needed: boolean, restarts: boolean): string[] {
  if (role !== "prod") return []
  if (!needed) return isInstalled(facts) ? ["stops the service and removes its unit: this state has none"] : []
  if (facts.unit_same === undefined || facts.unit_file !== "enabled") return ["installs, enables and starts the unit"]
  if (facts.unit_active !== "active" || facts.unit_read === undefined) return ["starts the service"]
  return restarts ? ["restarts the service"] : []
}

/** How role, database and table come about. */
export function databaseChange({ postgres, role, database_size }: DatabaseFacts): string {
  if (postgres !== "running") return "makes role, database and table"
  return database_size === undefined
    ? `makes ${role ? "" : "the role and "}the database and its table`
    : "completes role and table; rows stay"
}

function names(tags: readonly { name: string }[]): string {
  return tags.map(({ name }) => name).join(", ")
}

function short(commit: string): string {
  return commit.slice(0, 8)
}
