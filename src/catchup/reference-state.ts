import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { buildReference } from "../reference/build.js"
import { commitOfProd, historyUpTo, tagsOf, textAt, type ReferenceTag } from "../reference/packed-history.js"
import type { Track } from "../reference/trees.js"
import { readExample, type ExampleKey } from "./env-example.js"
import { HOST_ROLES, type CatchUpRole, type CatchUpTag } from "./targets.js"

/** What the reference says of a tag: all that a host is brought to, without asking the network. */
export interface ReferenceState {
  tag: CatchUpTag
  /** The history with the tags up to this one, as a Git bundle. */
  bundle: Buffer
  /** Tags that belong to the state, oldest first, and those that come later. */
  tags: readonly ReferenceTag[]
  later: readonly ReferenceTag[]
  /** The commit that main leads to. */
  main: string
  hosts: Record<CatchUpRole, HostState>
}

export interface HostState {
  commit: string
  /** The tags that lie on the host's commit. */
  tags: readonly ReferenceTag[]
  /** Keys of its .env.example, in order; none before block 3. */
  keys: readonly ExampleKey[]
  /** System packages that its setup-server.sh installs. */
  packages: readonly string[]
  /** Its setup-server.sh makes the folder of dependencies anew, even one that is as the lock file wants it: `npm ci` does. */
  reinstalls: boolean
}

/** Builds the reference in a temporary folder and takes from it what a tag needs. */
export async function referenceState(track: Track, tag: CatchUpTag, signal?: AbortSignal): Promise<ReferenceState> {
  const out = await mkdtemp(join(tmpdir(), "course-catch-up-"))
  try {
    const { pixelwise } = await buildReference({ out, track, ...(signal && { signal }) })
    const all = await tagsOf(pixelwise, signal)
    const last = all.findIndex(({ name }) => name === tag)
    const commits = {
      dev: all[last]?.commit ?? "",
      prod: await commitOfProd(pixelwise, tag, signal),
    }
    const hostState = async (role: CatchUpRole): Promise<HostState> => {
      const commit = commits[role]
      // prod's commit lies between two tags at v0.3: it has those before it.
      const tags = all.slice(0, commit === commits.dev ? last + 1 : last)
      const example = await textAt(pixelwise, commit, ".env.example", signal)
      const script = await textAt(pixelwise, commit, "setup-server.sh", signal)
      return {
        commit,
        tags,
        keys: readExample(example ?? ""),
        packages: packagesOf(script ?? ""),
        reinstalls: /^\s*npm ci\b/m.test(script ?? ""),
      }
    }
    const [dev, prod] = await Promise.all(HOST_ROLES.map(hostState))
    if (!dev || !prod) throw new TypeError("a role without a state")
    return {
      tag,
      bundle: await historyUpTo(pixelwise, tag, signal),
      tags: all.slice(0, last + 1),
      later: all.slice(last + 1),
      main: commits.dev,
      hosts: { dev, prod },
    }
  } finally {
    await rm(out, { recursive: true, force: true })
  }
}

/** Names behind `apt-get install -y` of a setup script. */
export function packagesOf(script: string): string[] {
  return [...script.matchAll(/apt-get install -y ([a-z0-9.+ -]+)/g)].flatMap(([, names = ""]) =>
    names.split(" ").filter((name) => name !== ""),
  )
}
