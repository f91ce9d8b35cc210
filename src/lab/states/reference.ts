import { createHash } from "node:crypto"
import { readdir, readFile, readlink } from "node:fs/promises"
import { dirname, join, relative } from "node:path"
import { fileURLToPath } from "node:url"
import { cached, type BuildOptions } from "../image/atomic-build.js"
import { projectFolder } from "../project-folder.js"
import { runTool } from "../run-tool.js"
import type { TagState, Track } from "../spec.js"

export interface Reference {
  /** Folders of the two repositories. */
  pixelwise: string
  model: string
  /** One line per tag with the commit ids, for the keys of what is made from them; the service's oldest first. */
  serviceTags: readonly string[]
  modelTags: readonly string[]
}

/** Folders that are made from the others. */
const DERIVED = new Set(["node_modules", "dist", "coverage", ".venv", "__pycache__", ".git"])

/** The reference repositories of a track, kept in the cache as long as their sources do not change. */
export async function referenceRepositories(track: Track, options: BuildOptions): Promise<Reference> {
  const builder = join(dirname(fileURLToPath(import.meta.url)), "../../reference")
  const sources = [builder, projectFolder("reference-app")]
  if (track === "python") sources.push(projectFolder("test/fixtures/python-pixelwise"))
  const hash = createHash("sha256").update(track)
  for (const source of sources) await addFolder(hash, source, source)
  const folder = await cached({
    ...options,
    kind: `reference-${track}`,
    key: hash.digest("hex").slice(0, 16),
    announcement: "Laying out the reference repositories",
    build: async (into) => {
      const { buildReference } = await import("../../reference/build.js")
      await buildReference({ out: into, track, ...(options.signal && { signal: options.signal }) })
    },
  })
  const pixelwise = join(folder, "pixelwise")
  const model = join(folder, "pixelwise-model")
  return { pixelwise, model, serviceTags: await tagsOf(pixelwise), modelTags: await tagsOf(model) }
}

/** What a state is made of: the model's releases and the service's tags that a student has by then. */
export function commitsUpTo({ serviceTags, modelTags }: Reference, state: TagState): string {
  const last = serviceTags.findIndex((line) => line.startsWith(`${state} `))
  return [...serviceTags.slice(0, last + 1), ...modelTags].join("\n")
}

/** The tags of a repository with the commits they point to. */
async function tagsOf(repository: string): Promise<string[]> {
  const format = "%(refname:short) %(objectname) %(*objectname)"
  const list = await runTool(
    "git",
    ["-C", repository, "for-each-ref", "--sort=creatordate", `--format=${format}`, "refs/tags"],
    {
      purpose: `reading the tags of ${repository}`,
      env: gitEnvironment,
    },
  )
  return list.trim().split("\n")
}

/** No setting of the person or the machine may change what git does here. */
export const gitEnvironment = {
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_SYSTEM: "/dev/null",
  GIT_CONFIG_COUNT: "1",
  GIT_CONFIG_KEY_0: "safe.directory",
  GIT_CONFIG_VALUE_0: "*",
}

async function addFolder(hash: ReturnType<typeof createHash>, root: string, folder: string): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true })
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) {
      if (!DERIVED.has(entry.name)) await addFolder(hash, root, path)
      continue
    }
    hash.update(`\0${relative(root, path)}\0`)
    if (entry.isFile()) hash.update(await readFile(path))
    else if (entry.isSymbolicLink()) hash.update(await readlink(path))
  }
}
