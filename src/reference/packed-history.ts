import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { readGit } from "./read-git.js"

/** One tag of the reference service: the tag's own object and the commit that it leads to. */
export interface ReferenceTag {
  name: string
  object: string
  commit: string
}

/** The tags of a reference repository, oldest first. */
export async function tagsOf(repository: string, signal?: AbortSignal): Promise<ReferenceTag[]> {
  const format = "--format=%(refname:short) %(objectname) %(*objectname)"
  const list = await readGit(repository, ["for-each-ref", "--sort=creatordate", format, "refs/tags"], signal)
  return list.split("\n").map((line) => {
    const [name = "", object = "", commit = ""] = line.split(" ")
    return { name, object, commit }
  })
}

/** The reference service's history with the tags up to one, as a Git bundle: a student has not published what comes later. */
export async function historyUpTo(repository: string, tag: string, signal?: AbortSignal): Promise<Buffer> {
  const tags = await readGit(repository, ["tag", "--merged", tag, "--format=%(refname)"], signal)
  const scratch = await mkdtemp(join(tmpdir(), "course-bundle-"))
  try {
    const file = join(scratch, "bundle")
    await readGit(repository, ["bundle", "create", "--quiet", file, ...tags.trim().split("\n")], signal)
    return await readFile(file)
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

/**
 * The commit at which prod stands at the end of a block. At v0.3 it trails on purpose: it has the script that fetches the model, but
 * nothing of the classifier that was written on dev afterwards.
 */
export async function commitOfProd(repository: string, tag: string, signal?: AbortSignal): Promise<string> {
  if (tag === "v0.3") {
    const range = ["log", "--reverse", "--format=%H", "v0.2..v0.3", "--", "setup-server.sh"]
    const first = (await readGit(repository, range, signal)).split("\n")[0]
    if (first) return first
  }
  return (await readGit(repository, ["rev-parse", `${tag}^{commit}`], signal)).trim()
}

/** The text of a file at a commit; undefined when the commit has no such file. */
export async function textAt(
  repository: string,
  commit: string,
  path: string,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const there = await readGit(repository, ["ls-tree", "--name-only", commit, "--", path], signal)
  return there === "" ? undefined : readGit(repository, ["show", `${commit}:${path}`], signal)
}
