import { createHash } from "node:crypto"
import { readdir, readFile, readlink } from "node:fs/promises"
import { dirname, join, relative } from "node:path"
import { fileURLToPath } from "node:url"
import { tagsOf } from "../../reference/packed-history.js"
import { cached, type BuildOptions } from "../image/atomic-build.js"
import { projectFolder } from "../project-folder.js"
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
  const lines = async (repository: string) =>
    (await tagsOf(repository, options.signal)).map(({ name, object, commit }) => `${name} ${object} ${commit}`)
  return { pixelwise, model, serviceTags: await lines(pixelwise), modelTags: await lines(model) }
}

/** What a state is made of: the model's releases and the service's tags that a student has by then. */
export function commitsUpTo({ serviceTags, modelTags }: Reference, state: TagState): string {
  const last = serviceTags.findIndex((line) => line.startsWith(`${state} `))
  return [...serviceTags.slice(0, last + 1), ...modelTags].join("\n")
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
