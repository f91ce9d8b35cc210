import { readLook, readRemote, type DatabaseFacts, type LookFacts, type RemoteFacts } from "../../src/catchup/facts.js"
import type { HostView } from "../../src/catchup/host-view.js"
import type { ReferenceState } from "../../src/catchup/reference-state.js"
import { CATCH_UP_TAGS, type CatchUpRole, type CatchUpTag } from "../../src/catchup/targets.js"

const oid = (letter: string): string => letter.repeat(40)
const ALL = CATCH_UP_TAGS.map((name, index) => ({
  name,
  object: oid("abcde"[index] ?? "f"),
  commit: oid(String(index + 1)),
}))

/** A reference whose v0.1 is commit 111..., v0.2 222..., with tag objects aaa..., bbb... */
export function referenceAt(tag: CatchUpTag): ReferenceState {
  const last = CATCH_UP_TAGS.indexOf(tag)
  const tags = ALL.slice(0, last + 1)
  const main = ALL[last]?.commit ?? ""
  const state = { commit: main, tags, keys: [], packages: [], reinstalls: true }
  return { tag, bundle: Buffer.from(""), tags, later: ALL.slice(last + 1), main, hosts: { dev: state, prod: state } }
}

/** What a host prints that stands at a tag, with nothing amiss; lines of `more` come first and win. */
export function lookAt(tag: CatchUpTag, ...more: string[]): LookFacts {
  const reference = referenceAt(tag)
  return readLook(
    [
      ...more,
      ...["user=user", "group=user", "home=/home/user", "git=yes", "node=20.20.2"],
      ...["room_repo=1 99999999999 999999", "room_home=1 99999999999 999999"],
      ...["identity_name=Ada", "identity_email=ada@example.org", "place=repository", "clean=yes", "size=1000000"],
      ...[`head=${reference.main}`, `main=${reference.main}`, "branch=main"],
      ...["origin=git@hub:pixelwise.git", "upstream=origin refs/heads/main", "env_mode=600"],
      ...["dependencies=yes", "built=yes", "model=yes", "unit_load=not-found", "unit_active=inactive"],
      ...reference.tags.map(({ name, object }) => `tag=${name} ${object}`),
    ].join("\n"),
  )
}

export function remoteAt(tag: CatchUpTag, ...more: string[]): RemoteFacts {
  const { main, tags } = referenceAt(tag)
  const refs = [`ref=${main} refs/heads/main`, ...tags.map(({ name, object }) => `ref=${object} refs/tags/${name}`)]
  return readRemote([...more, "answered=yes", ...refs].join("\n"))
}

export function view(tag: CatchUpTag, change: Partial<HostView> & { role?: CatchUpRole } = {}): HostView {
  return {
    role: "dev",
    facts: lookAt(tag),
    database: { postgres: "running", role: "yes", database_size: 8_000_000, table: "yes" } satisfies DatabaseFacts,
    remote: remoteAt(tag),
    origin: "git@hub:pixelwise.git",
    rules: [],
    ...change,
  }
}
